"""Tables whose rows are only ever added."""

from __future__ import annotations

import pgtrigger


def never_changed() -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are only ever added: no change, no removal, by any role."""
    return [
        pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
        pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
    ]
