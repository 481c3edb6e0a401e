"""The pages of whoever works with people: today, new referrals, my people, and every appointment."""
