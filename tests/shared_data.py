"""Where the inputs lie that tests read and the project does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("THROUGHLINE_SHARED", Path(__file__).resolve().parents[1].parent / "shared"))


def shared(*parts: str) -> Path:
    """The input at this place; a test that asks for one that is not there is skipped, and says so."""
    found = SHARED.joinpath("data", *parts)
    if not found.exists():
        pytest.skip(f"needs {'/'.join(parts)}, which is not here (THROUGHLINE_SHARED says where)")
    return found
