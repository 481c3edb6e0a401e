"""Throughline: the system of record for a probation supply chain."""
