"""Concerns about risk: raised by whoever works with a person, decided on by their officer (S97, S107)."""
