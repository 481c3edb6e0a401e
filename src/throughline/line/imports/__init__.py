"""What is loaded into the line from files."""
