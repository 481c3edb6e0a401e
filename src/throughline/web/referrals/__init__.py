"""The one page and the one list of referrals, for everybody who may see them."""
