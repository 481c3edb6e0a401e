"""Pages of a contract manager: what waits, and the landscape of the scheme."""
