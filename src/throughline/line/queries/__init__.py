"""What pages ask of the line, always starting from who is asking."""
