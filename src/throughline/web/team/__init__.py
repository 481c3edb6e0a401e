"""Who works in an organisation and in which role, for everybody who manages accounts."""
