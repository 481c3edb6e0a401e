"""What follows in money from what was done, and what its keepers do."""
