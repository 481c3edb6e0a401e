"""Money: what is owed and was paid, budgets, and the matching of returns."""
