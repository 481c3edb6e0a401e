"""The worker's pages, each file about one thing."""
