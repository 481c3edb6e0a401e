"""
Short references that people can say on the telephone, such as "RF-4K7Q2M".

The last character checks the others: any one wrong character, and any two neighbours swapped, are noticed.
The database makes the same references with the function in `REFERENCE_SQL`.
"""

from __future__ import annotations

import re
from typing import Final

# Seventeen characters, none of which looks or sounds like another. Seventeen is prime, and that is what
# lets one check character notice every single error and every swap.
ALPHABET: Final = "2346789CFHKMQRTWY"
_BASE: Final = len(ALPHABET)

_SHORT: Final = 5
_LONG: Final = 7
_SHORT_NUMBERS: Final = _BASE**_SHORT
_LONG_NUMBERS: Final = _BASE**_LONG

# Numbers are spread over all references of their length, so that one referral's reference looks nothing
# like the next one's. Multiplying by a number that 17 does not divide, modulo a power of 17, gives each
# reference once. Each multiplier is close to the golden section of its modulus, which spreads best.
_SPREAD: Final = {_SHORT: 877_520, _LONG: 253_603_248}
_START: Final = {_SHORT: 523_417, _LONG: 151_269_011}

_PREFIX: Final = re.compile(r"[A-Z]{2,3}")
_DASHES_AND_SPACES: Final = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
_LONGEST_TYPED: Final = 40


class NotAReference(ValueError):
    """What was given is not a reference; the text is a sentence that can stand beside the field."""


class ReferencesExhausted(ValueError):
    """The number is below 0, or beyond the last that a reference can hold."""


def make_reference(prefix: str, number: int) -> str:
    """
    Give the reference for a number: the prefix, a dash, and 6 characters (8 from 17**5 = 1,419,857 on).

    Different numbers have different references under one prefix, for ever: the alphabet and the spread must
    not change once references are given out.

    :raises NotAReference: the prefix is not two or three capital letters
    :raises ReferencesExhausted: the number is negative, or 17**7 = 410,338,673 or more
    """
    _check_prefix(prefix)
    if not 0 <= number < _LONG_NUMBERS:
        raise ReferencesExhausted(f"References are made for 0 to {_LONG_NUMBERS - 1}, not for {number}.")
    length = _SHORT if number < _SHORT_NUMBERS else _LONG
    rest = (number * _SPREAD[length] + _START[length]) % _BASE**length
    values: list[int] = []
    for _ in range(length):
        rest, value = divmod(rest, _BASE)
        values.insert(0, value)
    values.append(_check_value(values))
    return f"{prefix}-{''.join(ALPHABET[value] for value in values)}"


def read_reference(text: str, prefix: str | None = None) -> str:
    """
    Give a reference as `make_reference` writes it, for what a person typed: "rf 4k7 q2m".

    Capitals, spaces, dashes and full stops do not matter. With `prefix`, only references of that kind are
    read. That the reference was ever given out is not known here.

    :raises NotAReference: it cannot be a reference; the sentence says what to look at
    """
    letters, body = _taken_apart(text)
    if prefix is not None:
        _check_prefix(prefix)
        if letters != prefix:
            raise NotAReference(f"Reference must start with {prefix}")
    values = [ALPHABET.index(character) for character in body]
    if values[-1] != _check_value(values[:-1]):
        raise NotAReference("Check the reference: a character is wrong, or two have changed places")
    if len(body) == _LONG + 1 and _number(values[:-1]) < _SHORT_NUMBERS:
        # Numbers this low have short references, so this one was never made.
        raise NotAReference("Check the reference: more than one character is wrong")
    return f"{letters}-{body}"


def is_reference(text: str, prefix: str) -> bool:
    """Say whether a text, however spaced, can be a reference with this prefix."""
    try:
        read_reference(text, prefix)
    except NotAReference:
        return False
    return True


def reference_number(text: str, prefix: str | None = None) -> int:
    """
    Give the number a reference was made for.

    :raises NotAReference: as `read_reference`
    """
    _, body = read_reference(text, prefix).split("-")
    return _number([ALPHABET.index(character) for character in body[:-1]])


def _taken_apart(text: str) -> tuple[str, str]:
    if not text.strip():
        raise NotAReference("Enter a reference, like RF-4K7Q2M")
    joined = _DASHES_AND_SPACES.sub("", text).upper() if len(text) <= _LONGEST_TYPED else ""
    # Prefixes have two or three letters and bodies six or eight characters: the length says which is which.
    letters_by_length = {_SHORT + 3: 2, _SHORT + 4: 3, _LONG + 3: 2, _LONG + 4: 3}
    letters = letters_by_length.get(len(joined), 0)
    if not letters or not _PREFIX.fullmatch(joined[:letters]):
        raise NotAReference(
            "Reference must be two or three letters and then 6 or 8 characters, like RF-4K7Q2M"
        )
    body = joined[letters:]
    for character in body:
        if character not in ALPHABET:
            raise NotAReference(f"Check the reference: after the dash it never has {_shown(character)} in it")
    return joined[:letters], body


def _shown(character: str) -> str:
    return f"“{character}”" if character.isprintable() else "a control character"


def _check_prefix(prefix: str) -> None:
    if not _PREFIX.fullmatch(prefix):
        raise NotAReference(
            f"A reference begins with two or three capital letters, not with {prefix[:10]!r}."
        )


def _check_value(values: list[int]) -> int:
    # Weights 2, 3, 4 … from the right, the check itself 1: none is 0 and neighbours differ modulo 17, so
    # neither one changed value nor two swapped neighbours can leave the sum at 0.
    return -sum(weight * value for weight, value in enumerate(reversed(values), start=2)) % _BASE


def _number(values: list[int]) -> int:
    spread = 0
    for value in values:
        spread = spread * _BASE + value
    length = len(values)
    modulus: int = _BASE**length
    return (spread - _START[length]) * pow(_SPREAD[length], -1, modulus) % modulus


REFERENCE_SQL: Final = f"""
CREATE OR REPLACE FUNCTION throughline_reference(prefix text, number bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $reference$
DECLARE
    alphabet CONSTANT text := '{ALPHABET}';
    size integer := {_SHORT};
    rest bigint;
    value integer;
    checked integer := 0;
    body text := '';
BEGIN
    IF prefix !~ '^[A-Z]{{2,3}}$' THEN
        RAISE EXCEPTION 'A reference begins with two or three capital letters, not with "%".', prefix
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF number < 0 OR number >= {_LONG_NUMBERS} THEN
        RAISE EXCEPTION 'References are made for 0 to {_LONG_NUMBERS - 1}, not for %.', number
            USING ERRCODE = 'numeric_value_out_of_range';
    END IF;
    IF number < {_SHORT_NUMBERS} THEN
        rest := (number * {_SPREAD[_SHORT]} + {_START[_SHORT]}) % {_SHORT_NUMBERS};
    ELSE
        size := {_LONG};
        rest := (number * {_SPREAD[_LONG]} + {_START[_LONG]}) % {_LONG_NUMBERS};
    END IF;
    FOR place IN 1..size LOOP
        value := (rest % {_BASE})::integer;
        rest := rest / {_BASE};
        checked := checked + (place + 1) * value;
        body := substr(alphabet, value + 1, 1) || body;
    END LOOP;
    RETURN prefix || '-' || body || substr(alphabet, ({_BASE} - checked % {_BASE}) % {_BASE} + 1, 1);
END
$reference$;
"""
"""
The SQL of `throughline_reference(prefix, number)`, which gives exactly what `make_reference` does and refuses
the same. Migrations run it; running it again changes nothing.
"""
