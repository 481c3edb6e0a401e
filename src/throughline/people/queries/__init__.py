"""What pages ask of people's records."""
