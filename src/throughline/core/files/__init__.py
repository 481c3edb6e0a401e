"""
Files in: one way for every bulk file, from the command line and from a page.

A file is read line by line; one that is broken is reported with its number and why, and the rest goes on.
`load_file` does it, `cells` reads single fields, `command` is what a management command needs.
"""

from throughline.core.files import cells
from throughline.core.files.kinds import FileKind, Format, Line, Outcome
from throughline.core.files.loading import load_file
from throughline.core.files.refusals import FileRefused, RowRefused
from throughline.core.files.report import LoadReport, Rejected

__all__ = [
    "FileKind",
    "FileRefused",
    "Format",
    "Line",
    "LoadReport",
    "Outcome",
    "Rejected",
    "RowRefused",
    "cells",
    "load_file",
]
