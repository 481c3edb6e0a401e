"""
Services, places, eligibility and prices as tables that people fill in, and the same written out again.

Each table is declared once (`Sheet`), and each of its columns says what a record holds in the words of a
cell. A line is compared with the record in those words, so that what was exported is loaded again without a
change.
"""
