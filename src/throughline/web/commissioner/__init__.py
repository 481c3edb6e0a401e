"""Pages of a commissioner: what waits for the budget holder."""
