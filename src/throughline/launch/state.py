"""Where a checkout keeps what it makes while it runs."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def state_folder() -> Path:
    """
    Give the folder for the embedded database, assets, unpacked browser and caches.

    It is `$THROUGHLINE_STATE` when that is set and not empty, otherwise `var` in the repository. The
    answer is absolute; the folder is made when it is not there.
    """
    named = os.environ.get("THROUGHLINE_STATE", "").strip()
    folder = Path(named).expanduser().absolute() if named else REPOSITORY / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
