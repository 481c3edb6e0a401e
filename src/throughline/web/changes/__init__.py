"""Change Notifications and the Change Board's minutes, for all who have a part in them or read them."""
