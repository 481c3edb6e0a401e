"""Reads of open data: what is in a return, and what was published before."""
