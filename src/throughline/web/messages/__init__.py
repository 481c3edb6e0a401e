"""What was written to whoever looks, and how they want it by email."""
