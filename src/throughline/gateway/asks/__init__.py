"""The asks: what was asked of the system, restated in `docs/asks.md`, and which tests prove it."""
