"""Writes to people's records."""
