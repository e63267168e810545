"""What data/sharing.toml says: purposes, recipients, scopes, lawful grounds, and what somebody around may be told."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

GROUNDS = ("article_6", "article_9", "schedule_1")
WAYS = ("always", "objection", "never")
CIRCLE = "circle"
FAMILY = "family"


class SharingFileError(ValueError):
    """The file says something that cannot be meant; the message says where."""


@dataclass(frozen=True, slots=True)
class Ground:
    code: str
    title: str
    plain: str


@dataclass(frozen=True, slots=True)
class SharedScope:
    """A kind of thing that may be shared. `special` names the ground without which it may not be."""

    code: str
    title: str
    special: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The lawful grounds of a purpose: codes, or nothing where none is set."""

    article_6: str = ""
    article_9: str = ""
    schedule_1: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    title: str
    plain: str
    recipients: tuple[str, ...]
    scopes: tuple[str, ...]
    consent: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Told:
    """One answer to “What may they be told?”: what it says to each scope."""

    code: str
    title: str
    hint: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SharingTerms:
    purposes: Mapping[str, Purpose]
    recipients: Mapping[str, str]
    scopes: Mapping[str, SharedScope]
    told: Mapping[str, Told]
    article_6: Mapping[str, Ground]
    article_9: Mapping[str, Ground]
    schedule_1: Mapping[str, Ground]

    def grounds(self, name: str) -> Mapping[str, Ground]:
        found: Mapping[str, Ground] = getattr(self, name)
        return found

    def purposes_for(self, recipient_kind: str) -> list[Purpose]:
        return [one for one in self.purposes.values() if recipient_kind in one.recipients]


@lru_cache(maxsize=1)
def sharing_terms() -> SharingTerms:
    return read_terms(files("throughgate.people").joinpath("data/sharing.toml").read_text(encoding="utf-8"))


def read_terms(text: str) -> SharingTerms:
    """Raises SharingFileError."""
    raw = tomllib.loads(text)
    terms = SharingTerms(
        purposes={code: _purpose(code, row) for code, row in raw["purposes"].items()},
        recipients=raw["recipients"],
        scopes={code: SharedScope(code, row["title"], row.get("special", "")) for code, row in raw["scopes"].items()},
        told={code: Told(code, row["title"], row["hint"], row["says"]) for code, row in raw["told"].items()},
        **{name: {code: Ground(code, **row) for code, row in raw[name].items()} for name in GROUNDS},
    )
    for purpose in terms.purposes.values():
        _check_purpose(purpose, terms)
    for told in terms.told.values():
        _check_known(f"told.{told.code}", told.says, terms.purposes[FAMILY].scopes)
    return terms


def _purpose(code: str, row: dict[str, Any]) -> Purpose:
    return Purpose(
        code=code,
        title=row["title"],
        plain=row["plain"],
        recipients=tuple(row["recipients"]),
        scopes=tuple(row["scopes"]),
        consent=row["consent"],
        grounds=Grounds(**{name: row.get(name, "") for name in GROUNDS}),
    )


def _check_purpose(purpose: Purpose, terms: SharingTerms) -> None:
    where = f"purposes.{purpose.code}"
    _check_known(f"{where}.consent", [purpose.consent], WAYS)
    _check_known(f"{where}.recipients", purpose.recipients, terms.recipients)
    _check_known(f"{where}.scopes", purpose.scopes, terms.scopes)
    for name in GROUNDS:
        code = getattr(purpose.grounds, name)
        _check_known(f"{where}.{name}", [code] if code else [], terms.grounds(name))


def _check_known(where: str, given: Any, known: Any) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise SharingFileError(f"{where}: there is no {', '.join(unknown)}. Choose from {', '.join(sorted(known))}.")
