"""Local authorities of England and Wales since 2014, and the boards that overlap with contract areas."""
