"""Writes to supply."""
