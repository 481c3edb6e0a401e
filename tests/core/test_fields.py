"""Money and periods go into the database and come back as themselves; it refuses what neither can be."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.test.utils import isolate_apps

from throughline.core.fields import MoneyField, PeriodField
from throughline.core.money import Money, MoneyNotExact, NotMoney
from throughline.core.periods import Period

pytestmark = pytest.mark.django_db

with isolate_apps():

    class Fare(models.Model):
        """A fare in force over a period, kept only for these tests."""

        price = MoneyField(default=Money.zero())
        refund = MoneyField(null=True)
        during = PeriodField()
        trips = models.IntegerField(default=1)
        bought_on = models.DateField(default=date(2017, 4, 1))

        class Meta:
            app_label = "fares"
            db_table = "test_fields_fare"

        def __str__(self) -> str:
            return str(self.price)


APRIL = Period(date(2017, 4, 1), date(2017, 5, 1))
SINCE_MAY = Period(date(2017, 5, 1))
fares = Fare._default_manager


@pytest.fixture(autouse=True)
def _table(db: None) -> None:
    # Temporary, so that the tests' role needs no right to make tables; it goes when the test is rolled back.
    with connection.schema_editor(collect_sql=True) as editor:
        statement, _ = editor.table_sql(Fare)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))


def a_fare(price: str = "46.50", during: Period = APRIL, **more: object) -> Fare:
    return fares.create(price=Money(price), during=during, **more)


def stored(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM test_fields_fare")
        row: tuple[str] = cursor.fetchone()
        return row[0]


class TestMoney:
    @pytest.mark.parametrize("amount", ["46.50", "0.00", "-0.01", "999999999999.99", "-999999999999.99"])
    def test_an_amount_comes_back_exact(self, amount: str) -> None:
        a_fare(amount)
        fare = fares.get()
        assert isinstance(fare.price, Money)
        assert fare.price == Money(amount)
        assert fare.refund is None
        assert stored("price") == amount

    @pytest.mark.parametrize("amount", [46.5, 1, True, Decimal("0.001"), "1e5"])
    def test_what_is_not_money_is_not_saved(self, amount: object) -> None:
        with pytest.raises(NotMoney):
            Fare(price=amount, during=APRIL).save()

    def test_a_float_is_refused_by_name(self) -> None:
        with pytest.raises(MoneyNotExact, match="float"):
            fares.filter(price__gt=0.1)

    def test_text_and_decimals_become_money_when_checked(self) -> None:
        fare = Fare(price="46.50", refund=Decimal("1.5"), during=APRIL)
        fare.full_clean()
        assert (fare.price, fare.refund) == (Money("46.50"), Money("1.50"))
        with pytest.raises(ValidationError, match="has part of a penny"):
            Fare(price="46.505", refund=Money.zero(), during=APRIL).full_clean()

    def test_amounts_are_looked_up(self) -> None:
        for price in ("1.00", "2.00", "3.00"):
            a_fare(price)
        assert fares.get(price=Money("2.00")).price == Money("2.00")
        assert fares.filter(price__gte=Money("2.00")).count() == 2
        assert fares.filter(price__in=[Money("1.00"), Money("3.00")]).count() == 2
        assert fares.filter(price__range=(Money("1.50"), Money("2.50"))).count() == 1
        assert fares.filter(refund__isnull=True).count() == 3

    def test_the_database_adds_up_in_money(self) -> None:
        a_fare("1.10", refund=Money("0.10"), trips=3)
        a_fare("2.20", refund=Money("0.20"), trips=2)
        assert fares.aggregate(total=Sum("price"))["total"] == Money("3.30")
        assert fares.aggregate(total=Sum(F("price") * F("trips")))["total"] == Money("7.70")
        assert fares.aggregate(total=Sum(F("price") - F("refund")))["total"] == Money("3.00")
        nothing = Value(Money.zero(), output_field=MoneyField())
        assert fares.filter(pk=0).aggregate(total=Coalesce(Sum("price"), nothing))["total"] == Money.zero()
        fares.update(price=F("price") + F("refund"))
        assert set(fares.values_list("price", flat=True)) == {Money("1.20"), Money("2.40")}

    def test_the_database_refuses_what_is_no_amount(self) -> None:
        a_fare()
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE test_fields_fare SET price = 'NaN'")
        with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE test_fields_fare SET price = 1000000000000")


class TestPeriods:
    @pytest.mark.parametrize("period", [APRIL, SINCE_MAY])
    def test_a_period_comes_back_half_open(self, period: Period) -> None:
        a_fare(during=period)
        fare = fares.get()
        assert isinstance(fare.during, Period)
        assert fare.during == period
        assert stored("during") == str(period)

    @pytest.mark.parametrize(
        ("lookup", "value", "found"),
        [
            ("contains", date(2017, 4, 1), {APRIL}),
            ("contains", date(2017, 5, 1), {SINCE_MAY}),
            ("contains", Period(date(2017, 4, 2), date(2017, 5, 1)), {APRIL}),
            ("contains", F("bought_on"), {APRIL}),
            ("contains", F("during"), {APRIL, SINCE_MAY}),
            ("contained_by", Period(date(2017, 4, 1)), {APRIL, SINCE_MAY}),
            ("overlap", Period(date(2017, 4, 30), date(2017, 5, 2)), {APRIL, SINCE_MAY}),
            ("overlap", Period(date(2017, 4, 30), date(2017, 5, 1)), {APRIL}),
            ("adjacent_to", APRIL, {SINCE_MAY}),
            ("fully_lt", SINCE_MAY, {APRIL}),
            ("exact", APRIL, {APRIL}),
            ("in", [APRIL], {APRIL}),
            ("startswith", date(2017, 4, 1), {APRIL}),
            ("endswith__lte", date(2017, 5, 1), {APRIL}),
            ("endswith__isnull", True, {SINCE_MAY}),
            ("upper_inf", True, {SINCE_MAY}),
        ],
    )
    def test_periods_are_looked_up(self, lookup: str, value: object, found: set[Period]) -> None:
        a_fare(during=APRIL)
        a_fare(during=SINCE_MAY)
        assert {fare.during for fare in fares.filter(**{f"during__{lookup}": value})} == found

    def test_a_date_is_looked_up_in_a_period(self) -> None:
        a_fare()
        assert fares.filter(bought_on__contained_by=APRIL.to_range()).count() == 1
        assert fares.filter(Q(during__startswith__lte=F("bought_on"))).count() == 1

    @pytest.mark.parametrize("range_text", ["empty", "(,2017-05-01)", "[2017-04-01,2017-04-01)"])
    def test_the_database_refuses_what_is_no_period(self, range_text: str) -> None:
        a_fare()
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE test_fields_fare SET during = %s::daterange", [range_text])

    @pytest.mark.parametrize("given", [str(APRIL), APRIL.to_range(), (APRIL.from_, APRIL.to)])
    def test_text_and_pairs_become_periods_when_checked(self, given: object) -> None:
        fare = Fare(price=Money("1"), refund=Money.zero(), during=given)
        fare.full_clean()
        assert fare.during == APRIL

    @pytest.mark.parametrize("given", ["tomorrow", 5, (APRIL.to, APRIL.from_)])
    def test_what_is_no_period_is_told_so(self, given: object) -> None:
        with pytest.raises(ValidationError, match="period"):
            Fare(price=Money("1"), refund=Money.zero(), during=given).full_clean()


class TestBoth:
    def test_they_go_through_fixtures(self) -> None:
        a_fare("-46.50", SINCE_MAY)
        text = serializers.serialize("json", fares.all())
        assert '"price": "-46.50", "refund": null, "during": "[2017-05-01,)"' in text
        assert MoneyField[Money, Money]().to_python("-46.50") == Money("-46.50")
        assert PeriodField[Period, Period]().to_python("[2017-05-01,)") == SINCE_MAY

    def test_migrations_can_write_them(self) -> None:
        for field, written in (
            (MoneyField(default=Money("1")), "MoneyField(default=throughline.core.money.Money('1.00'))"),
            (MoneyField(null=True), "MoneyField(null=True)"),
            (PeriodField(null=True), "PeriodField(null=True)"),
        ):
            text, imports = MigrationWriter.serialize(field)
            assert text == f"throughline.core.fields.{written}"
            assert "import throughline.core.fields" in imports
