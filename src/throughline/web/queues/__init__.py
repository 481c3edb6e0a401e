"""Queues: in which order a provider takes referrals, departures from it, and the report by buyer (S75)."""
