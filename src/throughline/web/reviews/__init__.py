"""Reviews of plans: by the officer with what providers said, asked of providers, seen by seniors (S115)."""
