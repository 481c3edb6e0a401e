"""The rate cards of a scheme, for every prime and division to read: price, criteria, access, changes."""
