"""Numbers of papers (文号): 高东街责改字〔2026〕第001号. One sequence a kind, year and issuer, without gaps (domain reference 4.1).

The year stands in U+3014 and U+3015, the number has at least three digits. Twin: static/pwa/domain/numbering.js.
"""

import re
from dataclasses import dataclass

MOST = 99_999
FORM = re.compile(r"(.+)字〔([1-9]\d{3})〕第(\d{3,5})号", re.ASCII | re.DOTALL)
REGISTER = re.compile(r"([a-z][a-z0-9_]*):([1-9]\d{3})", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A parsed number: `word` is the kind's 文种字 (责改, 复查)."""

    word: str
    year: int
    n: int


def format(issuer: str, word: str, year: int, n: int) -> str:
    """`issuer` is its 机关代字 (高东街). ValueError for a year that has not four digits, and for n outside 1 to 99999."""
    if not 1000 <= year <= 9999 or not 1 <= n <= MOST:
        raise ValueError(f"no number of a paper: {year}, {n}")
    return f"{issuer}{word}字〔{year}〕第{n:03}号"


def parse(issuer: str, text: str) -> Number:
    """What a number of this issuer says. ValueError for anything that `format` would not write."""
    found = FORM.fullmatch(text)
    if found is None or not found[1].startswith(issuer) or found[1] == issuer:
        raise ValueError(f"not a number of {issuer}: {text!r}")
    number = Number(found[1][len(issuer) :], int(found[2]), int(found[3]))
    if format(issuer, number.word, number.year, number.n) != text:
        raise ValueError(f"not written as numbers are: {text!r}")
    return number


def register_id(kind: str, year: int) -> str:
    """Id of a register (protocol 1): `order_to_correct:2026`."""
    return f"{kind}:{year}"


def parse_register(register: str) -> tuple[str, int]:
    """Kind and year of a register's id. ValueError when it is none."""
    found = REGISTER.fullmatch(register)
    if found is None:
        raise ValueError(f"no register: {register!r}")
    return found[1], int(found[2])


def number_id(register: str, n: int) -> str:
    """Id of one number of a register, the target of `number.void`: `order_to_correct:2026#12`."""
    return f"{register}#{n}"


def parse_number_id(text: str) -> tuple[str, int]:
    """Register and number of such an id. ValueError when it is none."""
    register, _, n = text.partition("#")
    parse_register(register)
    if not re.fullmatch(r"[1-9]\d{0,4}", n, re.ASCII):
        raise ValueError(f"no number of a register: {text!r}")
    return register, int(n)
