"""Rules about people's records: no database, no clock, no request."""
