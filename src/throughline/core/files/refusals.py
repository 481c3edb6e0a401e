"""Why a file, or one line of it, is not taken in: each is a sentence that can stand in a report."""

from __future__ import annotations


class FileRefused(Exception):
    """Nothing of the file can be used; the sentence says where it breaks and how to put it right."""


class RowRefused(Exception):
    """One line of a file cannot be used; the sentence says why, and the rest of the file goes on."""
