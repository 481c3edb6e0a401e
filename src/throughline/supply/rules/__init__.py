"""Rules of supply: pure functions, without database, clock or request."""
