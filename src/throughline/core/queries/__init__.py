"""What pages ask of the core: who works where, in which role."""
