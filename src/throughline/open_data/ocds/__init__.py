"""The chain as Open Contracting data (OCDS 1.1.5): a process for each agreement, at every tier."""
