"""Identifiers with the right form and check letters, for people who do not exist."""

from random import Random

from throughgate.people.rules.identifiers import check_letter


def numbers_of(number: int, age: int, chance: Random) -> list[tuple[str, str]]:
    letters = [chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(3)]
    found = [("prison_number", f"{letters[0]}{(1000 + number * 37) % 10000:04d}{letters[1]}{letters[2]}")]
    if chance.random() < 0.8:
        found.append(("crn", f"{letters[2]}{(100000 + number * 613) % 1000000:06d}"))
    if chance.random() < 0.6:
        found.append(("pnc", _pnc(min(2024, 2026 - age + 19), 10000 + number * 71)))
    return found


def _pnc(year: int, serial: int) -> str:
    padded = f"{serial:07d}"
    return f"{year}/{padded}{check_letter(f'{year % 100:02d}', padded)}"
