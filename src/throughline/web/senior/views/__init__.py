"""What answers at the addresses of those who manage cases."""
