"""Migrating quickly: of the models as a migration sees them, only the one that changes is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final
from unittest.mock import patch

from django.db.migrations.state import ProjectState

Found = set[tuple[str, str]]
ADDS: Final = ("add_model", "add_field")
"""Changes of the state after which no other model differs."""


@contextmanager
def only_what_changes() -> Iterator[None]:
    """
    Inside the block, making a model anew leaves those it is related to as they are.

    Django makes them all anew with each of a thousand changes, because a function in a migration may follow
    relations from one to another. Adding a model, a field, a constraint or a trigger follows none. Whatever
    follows them gets every model anew, as before: where anything is left as it was, the state says so
    (`is_delayed`), and Django clears it before it runs a function.
    """
    whole: Callable[..., Found] = ProjectState._find_reload_model  # type: ignore[attr-defined]

    def found(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> Found:
        if delay or getattr(state, "is_adding", False):
            state.is_delayed = True
            return {(app_label, model_name)}
        return whole(state, app_label, model_name, delay)

    with patch.object(ProjectState, "_find_reload_model", found):
        adding = [patch.object(ProjectState, name, _adding(getattr(ProjectState, name))) for name in ADDS]
        for one in adding:
            one.start()
        try:
            yield
        finally:
            for one in adding:
                one.stop()


def _adding(change: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(change)
    def changed(state: Any, *args: Any, **kwargs: Any) -> Any:
        state.is_adding = True
        try:
            return change(state, *args, **kwargs)
        finally:
            state.is_adding = False

    return changed
