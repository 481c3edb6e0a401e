"""Exports without names, for inspection and research."""
