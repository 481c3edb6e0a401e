"""Open data, for people: what is published, and the return as a table."""
