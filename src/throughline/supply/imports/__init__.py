"""
Files of others about supply, read into the records: each module says what it takes from which document.
"""
