"""The pages of money: figures that open, decisions on budgets, returns taken in."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import NOW, START, OrganisationFactory, acting, member
from tests.money.chains import PricedChain, accept, correct, deliver
from throughline.core.access import acting_as
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.money.actions.advances import pay_advance
from throughline.money.models import Commitment, LedgerEntry, ProviderReturn, Reconciliation

pytestmark = pytest.mark.django_db

AS_AT = "2017-06-30"


def signed_in(client: Client, role: str, organisation: Organisation) -> User:
    user = member(role, organisation)
    client.force_login(user)
    return user


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode().split("<main", 1)[-1].split("</main>", 1)[0] if status == 200 else ""


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def opened(markup: str, figure: str) -> str:
    """The address behind the first link whose text begins with `figure`."""
    found = re.search(rf'href="([^"]+)">\s*{re.escape(figure)}', markup)
    assert found, f"{figure} leads nowhere"
    return html.unescape(found[1])


@pytest.fixture
def chain() -> PricedChain:
    chain = PricedChain(prices=("60", "46.50"))
    referral = chain.refer()
    for day in (0, 7):
        deliver(referral, day=day)
    return chain


@pytest.mark.asks("S165")
def test_every_figure_opens_the_entries_that_sum_to_it(client: Client, chain: PricedChain) -> None:
    holder = member("commissioner", chain.buyer)
    with acting_as(acting(holder)):
        pay_advance(
            scheme=chain.scheme, payer=chain.buyer, provider=chain.prime, amount=Money("1000"), paid_on=START,
            payment_reference="BACS 1", by=holder, at=NOW,
        )  # fmt: skip
    client.force_login(holder)
    page = body(client, f"/money?as_at={AS_AT}")
    assert "£880.00 to come back" in words(page)
    for figure in ("£120.00", "£1,000.00"):
        assert f"These entries come to {figure}" in words(body(client, opened(page, figure)))
    csv = b"".join(client.get(f"/money?as_at={AS_AT}&format=csv"))
    assert "1000.00,880.00" in csv.decode()


def test_the_prime_reads_both_sides_and_what_it_keeps(client: Client, chain: PricedChain) -> None:
    signed_in(client, "supply_chain_manager", chain.prime)
    said = words(body(client, f"/money?as_at={AS_AT}"))
    assert "£120.00" in said
    assert "£93.00 owed" in said
    assert "£120.00 £93.00 £27.00" in said


@pytest.mark.asks("S178")
def test_what_is_kept_opens_the_entries_on_both_sides(client: Client, chain: PricedChain) -> None:
    """The other service has a name that holds the first one's whole; only the first one's entries count."""
    other = PricedChain(prices=("60",), scheme=chain.scheme, buyer=chain.buyer, prime=chain.prime)
    other.service.name = f"{chain.service.name} again"
    other.service.save()
    deliver(other.refer())
    signed_in(client, "supply_chain_manager", chain.prime)
    page = body(client, f"/money?as_at={AS_AT}").split("<table")[-1]
    assert "These entries come to £120.00" in words(body(client, opened(page, "£120.00")))
    assert "These entries come to £93.00" in words(body(client, opened(page, "£93.00")))
    both = words(body(client, opened(page, "£27.00")))
    assert "Northern CRC received £120.00 for delivery and passed on £93.00: £27.00 kept" in both
    assert "4 entries" in both


def test_what_is_kept_is_as_at_the_day_like_the_balances(client: Client, chain: PricedChain) -> None:
    signed_in(client, "supply_chain_manager", chain.prime)
    assert "£60.00 £46.50 £13.50" in words(body(client, "/money?as_at=2017-06-01"))


@pytest.mark.asks("S165")
def test_the_balance_opens_the_advance_and_the_delivery(client: Client, chain: PricedChain) -> None:
    holder = signed_in(client, "commissioner", chain.buyer)
    with acting_as(acting(holder)):
        pay_advance(
            scheme=chain.scheme, payer=chain.buyer, provider=chain.prime, amount=Money("1000"), paid_on=START,
            payment_reference="BACS 1", by=holder, at=NOW,
        )  # fmt: skip
    page = body(client, f"/money?as_at={AS_AT}")
    opens = words(body(client, opened(page, "£880.00 to come back")))
    assert "£1,000.00 paid in advance and £120.00 delivered: £880.00 to come back" in opens
    assert "3 entries" in opens


def test_the_deliverer_reads_only_its_own_line(client: Client, chain: PricedChain) -> None:
    signed_in(client, "provider_manager", chain.providers[1])
    said = words(body(client, f"/money?as_at={AS_AT}"))
    assert "£93.00" in said
    assert "£120.00" not in said


def test_the_contract_manager_reads_the_whole_scheme(client: Client, chain: PricedChain) -> None:
    signed_in(client, "contract_manager", chain.scheme.steward)
    assert "2 pairs of parties" in words(body(client, f"/money?as_at={AS_AT}"))


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("", "4 entries"),
        ("period=2017-18+Q1", "4 entries"),
        ("period=2017-18+Q2&as_at=2017-07-05", "No entries"),
        ("cause=advance", "No entries"),
        ("payer={buyer}", "2 entries"),
        ("provider={deliverer}", "2 entries"),
        ("referral=nonsense", "No entries"),
        ("as_at=2017-06-01", "2 entries"),
    ],
)
def test_the_ledger_is_narrowed_by_its_address(
    client: Client, chain: PricedChain, filters: str, count: str
) -> None:
    signed_in(client, "supply_chain_manager", chain.prime)
    if "as_at" not in filters:
        filters += f"&as_at={AS_AT}"
    named = filters.format(buyer=chain.buyer.reference, deliverer=chain.providers[1].reference)
    assert count in words(body(client, f"/money/ledger?{named}"))


def test_an_entry_names_its_price_and_what_reversed_it(client: Client, chain: PricedChain) -> None:
    referral = chain.refer()
    session = deliver(referral)
    correct(session, "missed")
    signed_in(client, "supply_chain_manager", chain.prime)
    owed = LedgerEntry.objects.get(cause_id=session.pk, tier=2)
    said = words(body(client, f"/ledger/{owed.pk}"))
    assert "£46.50 for Session, each session attended, fixed on 1 June 2017" in said
    assert "Reversed" in said
    assert f"This reverses entry {owed.pk}" in words(body(client, f"/ledger/{owed.reversed_by.pk}"))


@pytest.mark.parametrize("address", ["/money", "/money/ledger", "/budgets", "/reconciliations"])
def test_whoever_sees_no_money_finds_no_such_page(client: Client, address: str) -> None:
    signed_in(client, "support_worker", OrganisationFactory())
    body(client, address, status=404)


def test_somebody_elses_money_is_not_found(client: Client, chain: PricedChain) -> None:
    budget = chain.budget()
    signed_in(client, "commissioner", OrganisationFactory())
    body(client, f"/ledger/{LedgerEntry.objects.filter(tier=2)[0].pk}", status=404)
    body(client, f"/budgets/{budget.reference}", status=404)


@pytest.fixture
def waiting(chain: PricedChain) -> Commitment:
    chain.budget("500")
    referral = chain.refer(planned_sessions=10)
    accept(referral)
    made = Commitment.objects.get(referral=referral)
    assert made.state == "waiting"
    return made


@pytest.mark.parametrize(
    ("decision", "state", "says"),
    [("allow", "held", "Its provider can book now"), ("refuse", "refused", "refused")],
)
def test_the_budget_holder_decides_what_waits(
    client: Client, waiting: Commitment, decision: str, state: str, says: str
) -> None:
    signed_in(client, "commissioner", waiting.budget.buyer)
    page = body(client, "/budgets")
    assert "What waits on you" in words(page)
    address = opened(page, f"Referral {waiting.referral_reference}")
    assert "has £500.00 left to promise" in words(body(client, address))
    answer = client.post(address, {"decision": decision, "why": "It is the only one here"}, follow=True)
    assert says in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == state


def test_a_decision_without_its_reason_is_asked_for_again(client: Client, waiting: Commitment) -> None:
    signed_in(client, "commissioner", waiting.budget.buyer)
    answer = client.post(f"/commitments/{waiting.referral_reference}", {}).content.decode()
    assert "Select whether you allow this spending" in answer
    assert "Say why" in answer


def test_a_second_decision_reads_what_happened_instead(client: Client, waiting: Commitment) -> None:
    signed_in(client, "commissioner", waiting.budget.buyer)
    for decision in ("refuse", "allow"):
        answer = client.post(
            f"/commitments/{waiting.referral_reference}",
            {"decision": decision, "why": "Because"},
            follow=True,
        )
    said = words(answer.content.decode())
    assert "You cannot allow spending beyond the budget" in said
    assert "Refused" in said


def test_nobody_else_decides(client: Client, waiting: Commitment) -> None:
    signed_in(client, "commissioner", OrganisationFactory())
    body(client, f"/commitments/{waiting.referral_reference}", status=404)


def test_the_budget_shows_its_position_and_opens_it(client: Client, waiting: Commitment) -> None:
    signed_in(client, "commissioner", waiting.budget.buyer)
    page = body(client, f"/budgets/{waiting.budget.reference}")
    said = words(page)
    assert "£500.00" in said
    assert "£600.00 Waits for you" in said
    assert waiting.referral_reference in words(
        body(client, f"/budgets/{waiting.budget.reference}?state=waiting")
    )
    assert "No commitments" in words(body(client, f"/budgets/{waiting.budget.reference}?state=held"))


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("return.csv", text.encode(), "text/csv")


def hidden(markup: str) -> dict[str, str]:
    return dict(
        re.findall(r'<input type="hidden" name="(between|quarter|name|content)" value="([^"]*)"', markup)
    )


@pytest.mark.asks("S166")
def test_a_return_is_checked_then_taken_in_and_opens_line_by_line(client: Client, chain: PricedChain) -> None:
    reference = LedgerEntry.objects.filter(tier=2)[0].referral_reference
    signed_in(client, "provider_manager", chain.providers[1])
    markup = body(client, "/reconciliations/new")
    assert "There is a problem" not in markup
    between = re.findall(r'<option value="(\d+)"', markup)[0]
    lines = f"{reference},2017-06-01,46.50\n{reference},2017-06-08,45.00\nRF-1,x,1\n"
    sent = {
        "between": between,
        "quarter": "2017-18 Q1",
        "file": upload("referral,delivered_on,amount\n" + lines),
    }
    checked = client.post("/reconciliations/new", sent).content.decode()
    assert "2 of 3 lines would be loaded, 1 would be rejected" in words(checked)
    assert not ProviderReturn.objects.exists()
    client.post("/reconciliations/new", hidden(checked))
    made = Reconciliation.objects.get()
    page = body(client, f"/reconciliations/{made.pk}")
    assert "1 line to look at" in words(page)
    different = body(client, f"/reconciliations/{made.pk}?result=different")
    assert "The return says £45.00, the record £46.50" in words(different)
    entry = LedgerEntry.objects.get(tier=2, happened_on=date(2017, 6, 8))
    assert f"Ledger entry {entry.pk}" in words(body(client, opened(different, "£46.50 on 8 June 2017")))
    assert "£46.50 on 1 June 2017" not in page
    assert "£46.50 on 1 June 2017" in body(client, f"/reconciliations/{made.pk}?result=matched")
    file = b"".join(client.get(f"/reconciliations/{made.pk}?format=csv"))
    assert "45.00" in file.decode()
    assert "June 2017" in words(body(client, "/reconciliations"))


def test_a_file_that_is_no_return_says_what_to_put_right(client: Client, chain: PricedChain) -> None:
    signed_in(client, "supply_chain_manager", chain.prime)
    markup = body(client, "/reconciliations/new")
    between = re.findall(r'<option value="(\d+)"', markup)[0]
    sent = {"between": between, "quarter": "2017-18 Q1", "file": upload("who,when\n1,2\n")}
    answer = client.post("/reconciliations/new", sent).content.decode()
    assert "There is a problem" in answer
    assert not ProviderReturn.objects.exists()


def test_a_commissioner_loads_no_return(client: Client, chain: PricedChain) -> None:
    signed_in(client, "commissioner", chain.buyer)
    body(client, "/reconciliations/new", status=404)


def test_only_parties_one_was_offered_are_taken(client: Client, chain: PricedChain) -> None:
    signed_in(client, "provider_manager", chain.providers[1])
    sent = {"between": "1", "quarter": "2017-18 Q1", "name": "x.csv", "content": ""}
    assert client.post("/reconciliations/new", sent).status_code == 404
