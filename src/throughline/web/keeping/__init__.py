"""Keeping an entry of the directory true: its record, part by part, for everybody who keeps it."""
