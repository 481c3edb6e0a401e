"""Searches of the directory that somebody keeps and shares."""
