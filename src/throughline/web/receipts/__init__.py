"""How referrals come to providers, counted by who referred (S103)."""
