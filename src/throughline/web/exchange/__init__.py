"""Files exchanged with a case system: taken in, written out, and what it holds differently (S122, S123)."""
