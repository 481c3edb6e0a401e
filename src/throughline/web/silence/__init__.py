"""Silence and absence: who was in touch, what has gone quiet, who is away, and days lost (S100, S101)."""
