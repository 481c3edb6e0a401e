"""Rules of the line: facts in, an answer out; no database, no clock, no request."""
