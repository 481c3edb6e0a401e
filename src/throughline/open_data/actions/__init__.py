"""Writes of open data: editions are added, and never changed."""
