"""What officers choose alone, and choices that wait for the budget holder (S240)."""
