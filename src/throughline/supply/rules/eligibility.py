"""Whether a service is for a person, rule by rule, each with its reason (D5, S65)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from throughline.supply.rules import eligibility_words as words
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Sex
from throughline.vocabulary.risks import Mappa


class Answer(StrEnum):
    """Whether a service is for a person: by one rule, or by all of them."""

    NO = "no", "Not eligible"
    UNKNOWN = "unknown", "Unknown"
    YES = "yes", "Eligible"

    label: str

    def __new__(cls, code: str, label: str) -> Answer:
        """A member that is its code and carries its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @property
    def rank(self) -> int:
        """0 for no, 1 for unknown, 2 for yes."""
        return list(Answer).index(self)


@dataclass(frozen=True)
class Circumstances:
    """
    What is known of a person on a day; what is None was not recorded, and never read as "none" (D11).

    `age` is in whole years. `lives_in` is the smallest area known with every one that holds it, and
    `perhaps_in` the areas within it, in any of which the person may live. `offences` and `orders` are those
    of the sentences that run; `offence_missing` says that the offence of one of them is not recorded.
    `needs` are those an assessment found, `assessed` all those it looked at.
    """

    sex: str | None = None
    age: int | None = None
    lives_in: frozenset[int] | None = None
    perhaps_in: frozenset[int] = frozenset()
    risk: str | None = None
    offences: frozenset[str] | None = None
    offence_missing: bool = False
    orders: frozenset[str] | None = None
    needs: frozenset[str] = frozenset()
    assessed: frozenset[str] = frozenset()
    language: str | None = None
    mappa: str | None = None


@dataclass(frozen=True)
class ValueRule:
    """
    A rule on one aspect: `accepts` lets in whoever has one of its values (all, when empty).

    `refuses` keeps out whoever has one of its values, and goes first. `why` is the provider's reason.
    """

    accepts: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    why: str = ""


@dataclass(frozen=True)
class ServiceRules:
    """
    For whom one service is. `areas` are those it is given in, by id with their names.

    `cleared` says that it may work with people managed under MAPPA on that day (S246).
    """

    for_women: bool = True
    for_men: bool = True
    youngest: int | None = None
    oldest: int | None = None
    areas: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[Aspect, ValueRule] = field(default_factory=dict)
    cleared: bool = False


@dataclass(frozen=True)
class Part:
    """
    What one rule says of a person: the rule, and the fact it met.

    `missing` is what would have to be recorded where the answer is unknown.
    """

    aspect: Aspect
    answer: Answer
    rule: str
    fact: str
    missing: str = ""
    why: str = ""

    @property
    def sentence(self) -> str:
        """The answer with its reason, as in "Not eligible because it is for women: the person is male"."""
        match self.answer:
            case Answer.YES:
                return f"Eligible: {self.rule}, and {self.fact}"
            case Answer.NO:
                return f"Not eligible because {self.rule}: {self.fact}"
        return f"Unknown because {self.fact}: {self.rule}"


@dataclass(frozen=True)
class Explanation:
    """The answer for one person and one service, with a part for each rule the service has."""

    parts: Sequence[Part]

    @property
    def answer(self) -> Answer:
        """No if any part is no, else unknown if any is unknown, else yes."""
        return min((one.answer for one in self.parts), key=lambda one: one.rank, default=Answer.YES)

    @property
    def deciding(self) -> Sequence[Part]:
        """The parts that made the answer; none when it is yes."""
        if self.answer == Answer.YES:
            return ()
        return tuple(one for one in self.parts if one.answer == self.answer)

    @property
    def only_outside(self) -> bool:
        """Whether nothing but where the person lives speaks against it: then it may be an exception (S57)."""
        return self.answer == Answer.NO and all(one.aspect == Aspect.AREA for one in self.deciding)

    @property
    def line(self) -> str:
        """The answer in one line, with what decided it."""
        match self.answer:
            case Answer.YES:
                return "Eligible"
            case Answer.NO:
                return f"Not eligible because {words.listed([one.rule for one in self.deciding], 'and')}"
        missing = words.listed([one.missing for one in self.deciding], "and")
        return f"Unknown because {missing} {'is' if len(self.deciding) == 1 else 'are'} not recorded"


def explain(rules: ServiceRules, person: Circumstances) -> Explanation:
    """
    Say whether a service is for a person, rule by rule (D5).

    The parts come in the order of `Aspect`: sex, age, area, risk, offence, order, need, language, MAPPA. A
    rule that the service does not have is no part. A service is not for people managed under MAPPA unless
    it is cleared for them.
    """
    return Explanation(tuple(_parts(rules, person)))


def not_recorded(person: Circumstances) -> Sequence[Aspect]:
    """The aspects of which nothing is recorded of a person, so that a rule on one stays unknown (D11)."""
    known = {
        Aspect.SEX: person.sex,
        Aspect.AGE: person.age,
        Aspect.AREA: person.lives_in,
        Aspect.RISK: person.risk,
        Aspect.OFFENCE: None if person.offence_missing else person.offences,
        Aspect.ORDER: person.orders,
        Aspect.LANGUAGE: person.language,
        Aspect.MAPPA: person.mappa,
    }
    return [aspect for aspect, value in known.items() if value is None]


def _parts(rules: ServiceRules, person: Circumstances) -> Iterator[Part]:
    if not (rules.for_women and rules.for_men):
        yield _sex(rules, person.sex)
    if rules.youngest is not None or rules.oldest is not None:
        yield _age(rules, person.age)
    if rules.areas:
        yield _area(rules.areas, person)
    for aspect, fact in facts(person).items():
        if aspect in rules.values:
            yield _value(aspect, rules.values[aspect], fact)
    yield from _mappa(rules.cleared, person.mappa)


def _sex(rules: ServiceRules, sex: str | None) -> Part:
    rule = "it is for women" if rules.for_women else "it is for men"
    if sex is None:
        return _not_recorded(Aspect.SEX, rule)
    fits = rules.for_women if sex == Sex.FEMALE else rules.for_men
    return Part(Aspect.SEX, _yes(fits), rule, f"the person is {words.label(Aspect.SEX, sex)}")


def _age(rules: ServiceRules, age: int | None) -> Part:
    rule = words.ages(rules.youngest, rules.oldest)
    if age is None:
        return _not_recorded(Aspect.AGE, rule)
    fits = (rules.youngest is None or rules.youngest <= age) and (rules.oldest is None or age <= rules.oldest)
    return Part(Aspect.AGE, _yes(fits), rule, f"the person is {age}")


def _area(areas: Mapping[int, str], person: Circumstances) -> Part:
    rule = words.given_in(list(areas.values()))
    if person.lives_in is None:
        return _not_recorded(Aspect.AREA, rule)
    if person.lives_in & areas.keys():
        return Part(Aspect.AREA, Answer.YES, rule, "the person lives there")
    if person.perhaps_in & areas.keys():
        return _not_recorded(Aspect.AREA, rule, "where exactly the person lives")
    return Part(Aspect.AREA, Answer.NO, rule, "the person lives elsewhere")


@dataclass(frozen=True)
class Fact:
    """The values a person has of one aspect, and those they are known not to have (all others, when None)."""

    has: frozenset[str] = frozenset()
    has_not: frozenset[str] | None = frozenset()

    def lacks(self, values: frozenset[str]) -> bool:
        """Whether the person is known to have none of these."""
        return not values & self.has and (self.has_not is None or values <= self.has_not)


def facts(person: Circumstances) -> Mapping[Aspect, Fact]:
    """What is known of a person on each aspect that `ValueRule` looks at, in the order of `Aspect`."""

    def one(value: str | None) -> Fact:
        return Fact() if value is None else Fact(frozenset({value}), None)

    def several(values: frozenset[str] | None, *, some_missing: bool = False) -> Fact:
        return Fact() if values is None else Fact(values, frozenset() if some_missing else None)

    return {
        Aspect.RISK: one(person.risk),
        Aspect.OFFENCE: several(person.offences, some_missing=person.offence_missing),
        Aspect.ORDER: several(person.orders),
        Aspect.NEED: Fact(person.needs, person.assessed - person.needs),
        Aspect.LANGUAGE: one(person.language),
    }


def _value(aspect: Aspect, rule: ValueRule, fact: Fact) -> Part:
    said = words.value_rule(aspect, rule.accepts, rule.refuses)
    if refused := rule.refuses & fact.has:
        return Part(aspect, Answer.NO, said, words.value_fact(aspect, refused), why=rule.why)
    let_in = rule.accepts & fact.has
    # Of needs, those that the rule does not ask about are nobody's business here.
    told = let_in if aspect == Aspect.NEED else let_in or fact.has
    if rule.accepts and not let_in and fact.lacks(rule.accepts):
        return Part(aspect, Answer.NO, said, words.value_fact(aspect, told), why=rule.why)
    if (let_in or not rule.accepts) and fact.lacks(rule.refuses):
        return Part(aspect, Answer.YES, said, words.value_fact(aspect, told), why=rule.why)
    return _not_recorded(aspect, said, why=rule.why)


def _mappa(cleared: bool, mappa: str | None) -> Iterator[Part]:
    if mappa == Mappa.NONE:
        return
    rule = f"it is {'' if cleared else 'not '}cleared for people managed under MAPPA"
    if mappa is not None:
        yield Part(
            Aspect.MAPPA, _yes(cleared), rule, f"the person is managed at {words.label(Aspect.MAPPA, mappa)}"
        )
    elif not cleared:
        yield _not_recorded(Aspect.MAPPA, rule)


def _yes(fits: bool) -> Answer:
    return Answer.YES if fits else Answer.NO


def _not_recorded(aspect: Aspect, rule: str, missing: str = "", why: str = "") -> Part:
    missing = missing or words.aspect(aspect)
    return Part(aspect, Answer.UNKNOWN, rule, f"{missing} is not recorded", missing, why)
