"""What people do in the core: one verb each, one transaction each."""
