"""What a sentence may carry (S231)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from throughline.core.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S231")]


@pytest.mark.parametrize("kind", ["licence", "post_sentence"])
def test_no_rar_on_licence_nor_after_sentence(kind: str) -> None:
    sentence = make.SentenceFactory(kind=kind)
    with pytest.raises(IntegrityError, match="rar_belongs_to_an_order"), transaction.atomic():
        make.RequirementFactory(sentence=sentence)
    assert make.RequirementFactory(sentence=sentence, kind="supervision", rar_days=None).pk


@pytest.mark.parametrize(
    ("kind", "days", "is_taken"),
    [("licence", 56, True), ("post_sentence", 56, True), ("community", 56, False), ("licence", 730, False)],
)
def test_days_of_custody_are_of_short_sentences_after_custody(kind: str, days: int, is_taken: bool) -> None:
    def sentence() -> object:
        return make.SentenceFactory(
            kind=kind,
            custody_days=days,
            passed_on=date(2017, 5, 1),
            during=Period(date(2017, 5, 1), date(2018, 5, 29)),
        )

    if is_taken:
        assert sentence()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            sentence()
