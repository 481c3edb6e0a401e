"""The plan as others than its officer read it: everybody who works with the person (S113, S114)."""
