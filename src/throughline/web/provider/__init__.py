"""The pages of whoever runs a provider: what waits, referrals to decide on, services, agreements, team."""
