"""The numbers that agencies know a person by: what each looks like, and its one canonical form.

Formulas: prison number and CRN have a format only; PNC and CRO end in a check letter over year and serial; the NHS
number ends in a check digit (modulus 11). Errors are sentences for the person typing, and never repeat the number.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from throughgate.people.models import IdentifierKind

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"  # 23 of them: no I, O or S
PNC_SERIAL, CRO_SERIAL = 7, 6


class IdentifierError(ValueError):
    """Why a typed identifier cannot be right, in plain words."""


def parse_identifier(kind: str, text: str, *, today: date) -> str:
    """The canonical form of what was typed. `today` decides the century of a PNC with a two-digit year."""
    typed = re.sub(r"\s", "", text).upper().replace("\\", "/")
    if not typed:
        raise IdentifierError("Enter the number, or leave this one out.")
    try:
        parse = _PARSERS[kind]
    except KeyError:
        raise IdentifierError("Choose what kind of number this is.") from None
    return parse(typed, today)


def display_identifier(kind: str, value: str) -> str:
    """A canonical number as people write it: an NHS number in its three groups, the others as they are."""
    return f"{value[:3]} {value[3:6]} {value[6:]}" if kind == IdentifierKind.NHS else value


def readings_of(text: str, *, today: date) -> frozenset[str]:
    """Every canonical number that this text could be. Empty where it is none."""
    found = set()
    for kind in _PARSERS:
        try:
            found.add(parse_identifier(kind, text, today=today))
        except IdentifierError:
            continue
    return frozenset(found)


def check_letter(year: str, serial: str) -> str:
    """`year` is its last two digits; `serial` padded or not as the form of the number wants it."""
    return CHECK_LETTERS[int(year + serial) % len(CHECK_LETTERS)]


def _parse_prison_number(typed: str, today: date) -> str:
    if not re.fullmatch(r"[A-Z]\d{4}[A-Z]{2}", typed, re.ASCII):
        raise IdentifierError("A prison number is one letter, four numbers and two letters, like A1234BC.")
    return typed


def _parse_crn(typed: str, today: date) -> str:
    if not re.fullmatch(r"[A-Z]\d{6}", typed, re.ASCII):
        raise IdentifierError("A CRN is one letter and six numbers, like X123456.")
    return typed


def _parse_pnc(typed: str, today: date) -> str:
    match = re.fullmatch(r"(\d+)/?(\d*)([A-Z])", typed.replace("-", "/"), re.ASCII)
    if not match:
        raise IdentifierError("A PNC is a year, a slash, up to seven numbers and a letter, like 2012/0123456Y.")
    splits = [(match[1], match[2])] if "/" in typed or "-" in typed else _pnc_splits(match[1])
    readings = [_read_pnc(year, serial, today) for year, serial in splits if _is_pnc_shaped(year, serial)]
    if not readings:
        raise IdentifierError(
            "A PNC is a year of two or four numbers, a slash, up to seven numbers and a letter, like 2012/0123456Y."
        )
    return _the_reading(readings, match[3])


def _pnc_splits(digits: str) -> list[tuple[str, str]]:
    """Without its slash a PNC can be read with a year of four digits or of two; the check letter tells which."""
    splits = [(digits[:4], digits[4:])] if digits[:2] in ("19", "20") else []
    return [*splits, (digits[:2], digits[2:])]


def _is_pnc_shaped(year: str, serial: str) -> bool:
    return len(year) in (2, 4) and 1 <= len(serial) <= PNC_SERIAL


def _read_pnc(year: str, serial: str, today: date) -> tuple[str, str]:
    """Year and serial in full."""
    if len(year) == 2:
        year = ("20" if int(year) <= today.year % 100 else "19") + year
    if not 1900 <= int(year) <= today.year:
        raise IdentifierError(f"The year of this PNC would be {year}. Check the first four numbers.")
    return year, serial.zfill(PNC_SERIAL)


def _the_reading(readings: list[tuple[str, str]], letter: str) -> str:
    right = [f"{year}/{serial}{letter}" for year, serial in readings if check_letter(year[2:], serial) == letter]
    if len(right) > 1:
        raise IdentifierError("This PNC can be read in two ways. Type it with the slash after the year.")
    if not right:
        should_be = " or ".join(dict.fromkeys(check_letter(year[2:], serial) for year, serial in readings))
        raise IdentifierError(_wrong_letter("PNC", should_be, letter))
    return right[0]


def _parse_cro(typed: str, today: date) -> str:
    typed = typed.replace("-", "/")
    if full := re.fullmatch(r"(\d{1,6})/(\d{2})([A-Z])", typed, re.ASCII):
        serial, year, letter = full[1].zfill(CRO_SERIAL), full[2], full[3]
        kept = f"{serial}/{year}{letter}"
    elif small := re.fullmatch(r"SF(\d{2})/(\d{1,6})([A-Z])", typed, re.ASCII):
        year, serial, letter = small[1], small[2], small[3]
        kept = f"SF{year}/{serial}{letter}"
    else:
        raise IdentifierError(
            "A CRO is up to six numbers, a slash, the year and a letter, like 065656/91H. "
            "Some begin with SF, like SF05/482703J."
        )
    if check_letter(year, serial) != letter:
        raise IdentifierError(_wrong_letter("CRO", check_letter(year, serial), letter))
    return kept


def _parse_nhs(typed: str, today: date) -> str:
    digits = typed.replace("-", "")
    if not re.fullmatch(r"\d{10}", digits, re.ASCII):
        raise IdentifierError("An NHS number has ten numbers, like 943 476 5919.")
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    check = 0 if check == 11 else check
    if check == 10 or len(set(digits)) == 1:
        raise IdentifierError("No NHS number begins with these nine numbers. Check them on a letter or a card.")
    if check != int(digits[-1]):
        raise IdentifierError(
            f"The last digit of this NHS number should be {check}, not {digits[-1]}. Check it on a letter or a card."
        )
    return digits


def _wrong_letter(name: str, should_be: str, letter: str) -> str:
    return (
        f"The check letter of this {name} should be {should_be}, not {letter}. Check the serial number or the letter."
    )


_PARSERS: Mapping[str, Callable[[str, date], str]] = {
    IdentifierKind.PRISON_NUMBER: _parse_prison_number,
    IdentifierKind.CRN: _parse_crn,
    IdentifierKind.PNC: _parse_pnc,
    IdentifierKind.CRO: _parse_cro,
    IdentifierKind.NHS: _parse_nhs,
}
