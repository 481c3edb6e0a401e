"""Pages of a prime's supply chain manager: what waits, the chain, the rate card and the agreements."""
