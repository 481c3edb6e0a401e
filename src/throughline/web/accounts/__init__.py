"""Signing in: by password with a second step, by passkey, or by the organisation's own account."""
