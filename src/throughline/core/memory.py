"""What a process keeps in memory for as long as it runs."""

from __future__ import annotations

import gc


def settle() -> None:
    """
    Say that everything loaded by now stays, so that no collection of garbage goes through it again.

    A collection stops whatever runs: over all that Django loads it takes a tenth of a second, which whoever
    asks for a page just then would wait for.
    """
    gc.collect()
    gc.freeze()
