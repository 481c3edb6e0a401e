"""The pages of an entry's record, each file about one thing."""
