"""The views of money, by what is looked at."""
