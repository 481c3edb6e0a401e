"""Training and guidance on working with providers: offered, taken, and in place where it is needed (S119)."""
