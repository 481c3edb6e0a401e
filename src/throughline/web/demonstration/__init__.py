"""Signing in as one of the invented people, by one click, where the demonstration is on."""
