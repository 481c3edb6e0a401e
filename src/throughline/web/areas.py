"""The parts of the site: one package each, by who comes to do what."""

AREAS = (
    "officer",
    "senior",
    "court",
    "worker",
    "provider",
    "prime",
    "commissioner",
    "contract",
    "inspector",
    "person",
    "keeping",
    "public",
    "money",
    "open",
    "changes",
    "rate_cards",
    "intentions",
    "noticeboard",
    "policies",
    "queues",
    "referrals",
    "concerns",
    "searches",
    "team",
)
"""Packages of `throughline.web`, in the order their addresses are tried; one not there is passed over."""
