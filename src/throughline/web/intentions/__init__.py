"""Pages of whoever states what a body means to buy, and publishes it (S198)."""
