"""What people do on the line: one verb each, one transaction each."""
