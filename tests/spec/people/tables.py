"""Reads the case tables of this folder, plain text that people read too, and writes them into docs/spec/people.md.

After a change: python -m tests.spec.people.tables
"""

from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs/spec/people.md"
TITLES = {
    "identifiers": "Numbers",
    "releases": "The release date that is shown",
    "custody": "Where somebody is",
    "moves": "What may follow what",
    "restrictions": "What restrictions let be booked",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of the table in `name`.txt, by the headings of its first line with bars."""
    _, (head, *rest) = read(name)
    return [dict(zip(head, row, strict=True)) for row in rest]


def read(name: str) -> tuple[str, list[list[str]]]:
    """The words above the table, and its lines as cells."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if "|" not in line).strip()
    return words, [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]


def page() -> str:
    parts = [
        "# People, case by case\n",
        "Written from the tables in `tests/spec/people/`; the tests hold the rules to every line.\n",
    ]
    for name, title in TITLES.items():
        words, (head, *rest) = read(name)
        lines = [head, ["---"] * len(head), *rest]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts.append(f"## {title}\n\n{words}\n\n{table}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
