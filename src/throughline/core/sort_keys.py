"""Names as they are compared: small letters without accents."""

from __future__ import annotations

import unicodedata


def sort_key(name: str) -> str:
    """`name` in small letters without accents, as `lower(unaccent(…))` of the database writes letters."""
    parts = unicodedata.normalize("NFKD", name.strip())
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()
