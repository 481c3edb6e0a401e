"""What pages ask of the directory, the chain and the rate card."""
