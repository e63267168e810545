"""Whatever books, or writes down who of the circle was there, asks the restrictions first."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src/throughgate"
# The first and the second ask the two of many; the last goes through these.
DOORS = {"ask_restrictions", "ask_words", "ask_restrictions_of_many", "ask_words_of_many", "ask_together"}
THROUGH = {"book_contact"}  # a service of another module that is held to the same here
WRITES = {"set", "add", "create"}


def functions_of(source: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


def calls_of(function: ast.FunctionDef) -> set[str]:
    """Names of what is called, `book()` and `services.book()` alike."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {f.id if isinstance(f, ast.Name) else f.attr for f in called if isinstance(f, ast.Name | ast.Attribute)}


def writes_attendance(function: ast.FunctionDef) -> bool:
    """`row.with_circle.set(…)`, unless all it does is carry over what another row has."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            of = node.func.value
            named = isinstance(of, ast.Attribute) and of.attr == "with_circle"
            if named and not (len(node.args) == 1 and isinstance(node.args[0], ast.Starred)):
                return True
    return False


def reaches(name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> set[str]:
    """All that a function calls, through the other functions of its module."""
    found = calls_of(functions[name])
    for other in found & functions.keys() - seen - {name}:
        found = found | reaches(other, functions, seen | {name, other})
    return found


def unasked(source: str) -> list[str]:
    """Functions that the outside calls, which book or write attendance and do not come through the door."""
    functions = functions_of(source)
    writers = {name for name, function in functions.items() if writes_attendance(function)}
    found = []
    for name in functions:
        if name.startswith("_"):
            continue
        called = reaches(name, functions) | {name}
        asks = DOORS & called or THROUGH & (called - functions.keys())
        if (name.startswith("book_") or called & writers) and not asks:
            found.append(name)
    return found


SERVICES = [path for path in SRC.rglob("*.py") if "services" in path.parts or path.name == "services.py"]


def test_there_are_services_that_book():
    names = {name for path in SERVICES for name in functions_of(path.read_text())}
    assert any(name.startswith("book_") for name in names)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(SRC)))
def test_what_books_asks_the_restrictions(path):
    assert unasked(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def book_visit():\n    save()", ["book_visit"]),
        ("def book_visit():\n    ask_restrictions()", []),
        ("def book_visit():\n    _look()\ndef _look():\n    restrictions.ask_restrictions()", []),
        ("def book_visit():\n    book_contact()", []),
        ("def book_contact():\n    save()", ["book_contact"]),
        ("def note(row, who):\n    row.with_circle.set(who)", ["note"]),
        ("def note(row, who):\n    _keep(row)\ndef _keep(row):\n    row.with_circle.add(1, 2)", ["note"]),
        ("def copy(row, old):\n    row.with_circle.add(*old.with_circle.all())", []),
    ],
)
def test_the_rule_sees_what_it_should(source, expected):
    assert unasked(source) == expected
