"""Products and powers of covariates, and the formulas that name them.

The grammar is a part of R's: ``treated ~ age + race*prio + age:prio + I(age^2)``. ``a:b`` is the product, ``a*b`` both
and the product, ``a^2`` or ``I(a^2)`` a power. Names with other characters than letters, digits, ``_`` and ``.`` stand
in backticks. Unlike in R a power needs no ``I()``, and a product never comes without its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..refusals import EvidenceInputError

POWERS = {"2": 2, "3": 3, "4": 4, "5": 5}
# a*b*c*d stands for 15 terms already; nobody means more.
MOST_CROSSED = 4
PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
TOKEN = re.compile(r"`(?P<quoted>[^`]+)`|(?P<name>[^\W\d][\w.]*)|(?P<number>\d+)|(?P<sign>[~+:*^()])")
GRAMMAR = (
    "Use column names with + between them, a:b for a product, a*b for both and their product, a^2 for a power; put "
    "names with spaces or other signs in `backticks`."
)


@dataclass(frozen=True)
class Term:
    """A column, or a product of columns: `factors` are (column, power)."""

    factors: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """As reports show it: ``age:prior convictions``, ``age^2``."""
        return ":".join(raised(name, power) for name, power in self.factors)

    @property
    def text(self) -> str:
        """As a formula has it, so that it can be parsed again."""
        return ":".join(raised(ticked(name), power) for name, power in self.factors)

    @property
    def is_column(self) -> bool:
        return len(self.factors) == 1 and self.factors[0][1] == 1

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.factors)

    def same_as(self, other: Term) -> bool:
        """a:b is b:a."""
        return set(self.factors) == set(other.factors)


def raised(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def ticked(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) and name != "I" else f"`{name}`"


@dataclass(frozen=True)
class Token:
    """One word of a formula, its sort (name, number, sign, end) and where it begins, counted from 1."""

    sort: str
    text: str
    position: int


def parse_formula(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The treated column, the covariates, and the interactions as texts for `read_frame`; each once, in order.

    Raises EvidenceInputError with the position of what cannot be read.
    """
    parser = Parser(text)
    treated = parser.take_name("the name of the treated column")
    parser.take_sign("~", "~ after the treated column")
    terms = parser.parse_sum()
    covariates = tuple(term.columns[0] for term in terms if term.is_column)
    if treated in {column for term in terms for column in term.columns}:
        raise EvidenceInputError(f"The formula {text!r} has {treated!r} on both sides of ~. Leave it out on the right.")
    return treated, covariates, tuple(term.text for term in terms if not term.is_column)


def parse_interactions(texts: Iterable[str]) -> tuple[Term, ...]:
    """The products and powers of entries such as ``age:prio``, ``age^2`` or ``race*prio``; each once."""
    terms = [term for text in texts for term in Parser(text).parse_sum()]
    return different(terms)


class Parser:
    """Recursive descent over the words of one text; each method reads one rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self.split()
        self.at = 0

    def split(self) -> list[Token]:
        tokens, position = [], 0
        while position < len(self.text):
            if self.text[position].isspace():
                position += 1
                continue
            found = TOKEN.match(self.text, position)
            if found is None:
                raise self.error(position + 1, f"{self.text[position]!r} means nothing here")
            sort = str(found.lastgroup)
            tokens.append(Token("name" if sort == "quoted" else sort, found[sort], position + 1))
            position = found.end()
        return [*tokens, Token("end", "the end", len(self.text) + 1)]

    def error(self, position: int, trouble: str) -> EvidenceInputError:
        return EvidenceInputError(
            f"The formula {self.text!r} cannot be read at character {position}: {trouble}. {GRAMMAR}"
        )

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def sees(self, sign: str) -> bool:
        return self.next.sort == "sign" and self.next.text == sign

    def take_sign(self, sign: str, expected: str) -> None:
        if not self.sees(sign):
            raise self.error(self.next.position, f"{expected} was expected, not {self.next.text!r}")
        self.take()

    def take_name(self, expected: str) -> str:
        if self.next.sort != "name":
            raise self.error(self.next.position, f"{expected} was expected, not {self.next.text!r}")
        return self.take().text

    def parse_sum(self) -> tuple[Term, ...]:
        """The whole of what is left."""
        terms = self.parse_crossing()
        while self.sees("+"):
            self.take()
            terms += self.parse_crossing()
        if self.next.sort != "end":
            raise self.error(self.next.position, f"{self.next.text!r} does not belong here")
        return different(terms)

    def parse_crossing(self) -> list[Term]:
        """a*b*c: each, every two and all three."""
        position, parts = self.next.position, [self.parse_product()]
        while self.sees("*"):
            self.take()
            parts.append(self.parse_product())
        if len(parts) > MOST_CROSSED:
            raise self.error(position, f"* joins more than {MOST_CROSSED} columns; write the products you mean")
        return [
            self.multiplied(chosen, position)
            for size in range(1, len(parts) + 1)
            for chosen in combinations(parts, size)
        ]

    def parse_product(self) -> Term:
        position, factors = self.next.position, [self.parse_factor()]
        while self.sees(":"):
            self.take()
            factors.append(self.parse_factor())
        return self.multiplied([Term((factor,)) for factor in factors], position)

    def multiplied(self, terms: Sequence[Term], position: int) -> Term:
        factors = tuple(factor for term in terms for factor in term.factors)
        names = [name for name, _ in factors]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise self.error(position, f"{twice!r} is multiplied by itself; write {ticked(twice)}^2 for its square")
        return Term(factors)

    def parse_factor(self) -> tuple[str, int]:
        wrapped = self.next.text == "I" and self.tokens[self.at + 1].text == "("
        if wrapped:
            self.at += 2
        factor = self.parse_power()
        if wrapped:
            self.take_sign(")", "Only a power can stand in I( ), so )")
        return factor

    def parse_power(self) -> tuple[str, int]:
        name = self.take_name("a column name")
        if not self.sees("^"):
            return name, 1
        self.take()
        power = self.take()
        if power.text not in POWERS:
            raise self.error(power.position, "a power is a whole number from 2 to 5")
        return name, POWERS[power.text]


def different(terms: Iterable[Term]) -> tuple[Term, ...]:
    """In order, without those that came before."""
    kept: list[Term] = []
    for term in terms:
        if not any(term.same_as(other) for other in kept):
            kept.append(term)
    return tuple(kept)
