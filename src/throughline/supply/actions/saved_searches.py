"""Saving a search of the directory, looking at it again, and sharing it (S56)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from django.db import transaction

from throughline.core.access import as_system, current_actor
from throughline.core.models import Organisation, User
from throughline.core.references import ALPHABET
from throughline.core.refusals import Refusal
from throughline.supply.models import SavedSearch, Scheme, SharedSearch
from throughline.supply.queries.noticeboard import schemes_of
from throughline.vocabulary.permissions import Permission

MOST: Final = 50
"""As many searches as one person keeps."""

_OF_A_PERSON: Final = re.compile(rf"\bPN[-\s]?[{ALPHABET}]{{6,8}}\b", re.IGNORECASE)


class TooManySearches(Refusal):
    """Somebody keeps as many searches as one can."""


class SearchNameTaken(Refusal):
    """Somebody keeps another search under this name."""

    field = "name"


class SearchNamesSomebody(Refusal):
    """What was typed is the reference of a person, which no search keeps."""


class NotShareable(Refusal):
    """Whoever acts has no part in the organisation or scheme."""

    field = "shared_with"


@transaction.atomic
def save_search(*, name: str, query: str, found: Collection[str], by: User, at: datetime) -> SavedSearch:
    """
    Keep a search; `found` are the references of what fits it now.

    :raises TooManySearches: they keep as many as one can
    :raises SearchNameTaken: they keep another under this name
    :raises SearchNamesSomebody: the reference of a person stands in it
    """
    User.objects.select_for_update().get(pk=by.pk)  # two at once are counted one after the other
    if SavedSearch.objects.filter(owner=by).count() >= MOST:
        raise TooManySearches(
            f"You keep {MOST} searches, which is the most. Delete one before you save another"
        )
    _check(name, by, None)
    if any(_OF_A_PERSON.search(value) for value in (name, *(value for _, value in parse_qsl(query)))):
        raise SearchNamesSomebody(
            "Take the person’s reference out. A saved search is about nobody in particular"
        )
    return SavedSearch.objects.create(
        owner=by, name=name, query=query, saved_at=at, looked_at=at, found=sorted(found)
    )


@transaction.atomic
def rename_search(*, search: SavedSearch, name: str, by: User) -> SavedSearch:
    """
    Give a search another name; the links that share it keep theirs.

    :raises SearchNameTaken: its owner keeps another under this name
    :raises SearchNamesSomebody: the new name holds the reference of a person
    """
    _check(name, by, search)
    if _OF_A_PERSON.search(name):
        raise SearchNamesSomebody(
            "Take the person’s reference out. A saved search is about nobody in particular"
        )
    search.name = name
    search.save(update_fields=["name"])
    return search


@transaction.atomic
def look_at_search(*, search: SavedSearch, found: Collection[str], at: datetime) -> SavedSearch:
    """Say that its owner has seen what fits now: what is new is counted from here."""
    search.looked_at = at
    search.found = sorted(found)
    search.save(update_fields=["looked_at", "found"])
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch) -> None:
    """Remove a search; what was shared of it stays shared until that is stopped."""
    search.delete()


@transaction.atomic
def share_search(
    *, search: SavedSearch, organisation: Organisation | None, scheme: Scheme | None, by: User, at: datetime
) -> SharedSearch:
    """
    Share a search as it stands, with an organisation of one's own or with everybody in a scheme.

    :raises NotShareable: whoever acts has no part in it
    """
    actor = current_actor()
    ours = organisation is not None and actor.may(Permission.SHARE_SEARCHES, within=organisation.pk)
    if not ours and (scheme is None or not schemes_of(actor).filter(pk=scheme.pk).exists()):
        raise NotShareable("Select an organisation you work for, or a scheme it has a part in")
    return SharedSearch.objects.create(
        name=search.name,
        query=search.query,
        organisation=organisation,
        scheme=scheme,
        shared_by=by,
        shared_at=at,
    )


@transaction.atomic
def stop_sharing(*, shared: SharedSearch, by: User, at: datetime) -> None:
    """
    End a share: its link leads nowhere from now on. Copies that were kept stay with those who keep them.

    Whoever shared it stops it, also once they have left the organisation.
    """
    if shared.shared_by_id != by.pk or shared.ended_at is not None:
        raise NotShareable("Only whoever shared a search can stop sharing it")
    with as_system():
        shared.ended_at = at
        shared.save(update_fields=["ended_at"])


def _check(name: str, by: User, but: SavedSearch | None, said: Collection[str] = ()) -> None:
    if any(_OF_A_PERSON.search(one) for one in (name, *said)):
        raise SearchNamesSomebody(
            "Take the person’s reference out. A saved search is about nobody in particular"
        )
    others = SavedSearch.objects.filter(owner=by, name__iexact=name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise SearchNameTaken(f"You keep another search called {name}. Choose another name")
