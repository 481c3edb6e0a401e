"""The provider manager's pages, each file about one thing."""
