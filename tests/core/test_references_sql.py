"""The database gives the same references as the program, so a row can be numbered as it is added."""

import pytest
from django.db import DataError, connection, transaction

from throughline.core.references import REFERENCE_SQL, make_reference

pytestmark = pytest.mark.django_db

FIRST_LONG = 17**5


def ensure_function() -> None:
    """Add the function where no migration has; the tests' role need not own one that is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('throughline_reference(text, bigint)') IS NOT NULL")
        if cursor.fetchone() != (True,):
            cursor.execute(REFERENCE_SQL)


@pytest.fixture(autouse=True)
def _function(db: None) -> None:
    ensure_function()


@pytest.mark.parametrize(
    ("case", "first", "last", "step"),
    [
        ("the first references", 0, 2_000, 1),
        ("all the short ones, in strides", 0, FIRST_LONG - 1, 709),
        ("where they grow longer", FIRST_LONG - 500, FIRST_LONG + 500, 1),
        ("all the long ones, in strides", FIRST_LONG, 17**7 - 1, 204_583),
        ("the last references", 17**7 - 500, 17**7 - 1, 1),
    ],
)
def test_database_and_program_agree(case: str, first: int, last: int, step: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, throughline_reference('RF', n) FROM generate_series(%s::bigint, %s, %s) AS n",
            [first, last, step],
        )
        given = cursor.fetchall()
    assert len(given) == (last - first) // step + 1, case
    assert given == [(number, make_reference("RF", number)) for number, _ in given], case


def test_a_prefix_of_three_letters() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT throughline_reference('INV', 46)")
        assert cursor.fetchone() == (make_reference("INV", 46),)


@pytest.mark.parametrize(("prefix", "number"), [("RF", -1), ("RF", 17**7), ("rf", 1), ("R", 1), ("RF\n", 1)])
def test_what_the_program_refuses_the_database_refuses(prefix: str, number: int) -> None:
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT throughline_reference(%s, %s)", [prefix, number])


def test_nothing_in_nothing_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT throughline_reference('RF', NULL)")
        assert cursor.fetchone() == (None,)
