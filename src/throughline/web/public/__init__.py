"""What anybody may read: directory, supply chain, organisations, words used. No personal data."""
