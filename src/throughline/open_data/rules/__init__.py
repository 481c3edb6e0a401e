"""Rules of what may be published, and how: pure, without database or clock."""
