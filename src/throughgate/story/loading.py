"""Reads the question bank from YAML. Every error of every file is told at once, with its line and how to mend it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from throughgate.common.faults import Fault, FaultyFileError, Problem
from throughgate.common.parts import NAME_MEND, Part, is_name, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.story.checking import Known, check_form, check_item, check_need, check_strength
from throughgate.story.grammar import (
    Bank,
    BankHead,
    Form,
    FormHead,
    Item,
    Need,
    NeedsHead,
    NeedsList,
    Pathway,
    Questions,
    Section,
    Strength,
)

BANK, FORMS, NEEDS = "bank/", "forms/", "needs.yaml"
"""Where the files stand: areas of the bank in one folder, forms in another, needs and strengths in one file."""

RENAME_FILE = "Give the file, and what it holds, another name."


class QuestionFilesError(FaultyFileError):
    """Everything that is wrong with the files of a question bank."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """What a file is: how it is called, how it begins, its head, and the sections below with their parts."""

    of: str
    begin: str
    head: type[Part]
    sections: Mapping[str, tuple[type[Part], str]]
    may_lack: frozenset[str] = frozenset()


_BANK = _Sort(
    "a bank of questions", "Begin with bank:, version:, title: and items:.", BankHead, {"items": (Item, "question")}
)
_FORM = _Sort(
    "a form", "Begin with form:, version:, title: and sections:.", FormHead, {"sections": (Section, "section")}
)
_NEEDS = _Sort(
    "the list of needs",
    "Begin with version:, pathways: and needs:.",
    NeedsHead,
    {"pathways": (Pathway, "pathway"), "needs": (Need, "need"), "strengths": (Strength, "strength")},
    frozenset({"strengths"}),
)
_MORE_NEEDS = replace(_NEEDS, may_lack=frozenset(_NEEDS.sections))


@dataclass
class _File:
    document: Document
    raw: dict[str, Any]
    parts: dict[str, dict[str, Any]]
    """By section and name; a part that could not be read is None."""

    @property
    def key(self) -> str:
        """A file is named as what it holds, so that either can be found from the other."""
        return self.document.file.rpartition("/")[2].removesuffix(".yaml")


NOTHING = Questions({}, {}, NeedsList.model_construct(version=1, pathways={}, needs={}, strengths={}))
"""To load beside: what is loaded may then lack questions or needs, and stands on its own."""


def load_questions(texts: Mapping[str, str], *, beside: Questions | None = None) -> Questions:
    """`texts` by their place: ``bank/….yaml``, ``forms/….yaml``, ``needs.yaml``. Raises QuestionFilesError.

    `beside`: they add to these questions, of which the whole is answered. What both have must be equal.
    """
    banks = [_read(name, text, _BANK) for name, text in texts.items() if name.startswith(BANK)]
    forms = [_read(name, text, _FORM) for name, text in texts.items() if name.startswith(FORMS)]
    needs = [_read(NEEDS, texts.get(NEEDS, ""), _NEEDS if beside is None else _MORE_NEEDS)]
    if beside and NEEDS not in texts:
        needs = []
    if not banks and beside is None:
        raise QuestionFilesError([Fault(1, "there are no questions here", "Add files to the folder bank.", BANK)])
    files = (*banks, *forms, *needs)
    if all(file.raw for file in files):
        _check(banks, forms, needs, beside or NOTHING)
    errors = [error for file in files for error in file.document.errors]
    if errors:
        raise QuestionFilesError(errors)
    return _together(banks, forms, needs, beside or NOTHING)


def _together(banks: list[_File], forms: list[_File], needs: list[_File], beside: Questions) -> Questions:
    added = {file.key: Bank.model_validate(file.raw) for file in banks}
    own = {key: bank for key, bank in ((key, _without(bank, beside.items)) for key, bank in added.items()) if bank}
    return Questions(
        {**beside.banks, **own},
        {**beside.forms, **{file.key: Form.model_validate(file.raw) for file in forms}},
        _needs_together(needs[0], beside.needs) if needs else beside.needs,
    )


def _without(bank: Bank, known: Mapping[str, Item]) -> Bank | None:
    """A question that stands in another bank already is asked once."""
    items = {key: item for key, item in bank.items.items() if key not in known}
    return bank.model_copy(update={"items": items}) if items else None


def _needs_together(file: _File, beside: NeedsList) -> NeedsList:
    parts: dict[str, Any] = {name: {**getattr(beside, name), **file.parts[name]} for name in _NEEDS.sections}
    return NeedsList.model_construct(version=max(beside.version, file.raw["version"]), **parts)


# -- one file -----------------------------------------------------------------------------------------------------


def _read(name: str, text: str, sort: _Sort) -> _File:
    document = Document(name, of=sort.of)
    raw = read_yaml(text, document)
    file = _File(document, raw if isinstance(raw, dict) else {}, {section: {} for section in sort.sections})
    if not isinstance(raw, dict):
        if not document.errors:
            document.add((), f"this is not {sort.of}", sort.begin)
        return file
    for section, (part, word) in sort.sections.items():
        for key, value in _named(raw, section, sort, document):
            file.parts[section][key] = validate_part(part, value, (section, key), f"{word} “{key}”", document)
    head = {name: value for name, value in raw.items() if name not in sort.sections}
    validate_part(sort.head, head, (), sort.of, document)
    _check_name(file, document)
    return file


def _check_name(file: _File, document: Document) -> None:
    for name in ("bank", "form"):
        if name in file.raw and file.raw[name] != file.key:
            document.add((name,), f"the file is not called {file.raw[name]}.yaml", "Give both the same name.")


def _named(raw: dict[str, Any], section: str, sort: _Sort, document: Document) -> Iterator[tuple[str, Any]]:
    value = raw.get(section)
    if section in sort.may_lack and value in (None, {}):
        return
    if not isinstance(value, dict) or not value:
        says = f"has no “{section}”" if not value else f"does not write “{section}” as names"
        document.add((section,), f"{sort.of} {says}", f"Write {section}: and below it names, each with its fields.")
        return
    for key, inner in value.items():
        if not is_name(key):
            document.add((section, key), f"“{key}” cannot be a name here", NAME_MEND)
        yield key, inner


# -- all of them together -----------------------------------------------------------------------------------------


def _check(banks: list[_File], forms: list[_File], needs: list[_File], beside: Questions) -> None:
    _check_once([(file, "items", key) for file in banks for key in file.parts["items"]], "question")
    _check_once(
        [(file, section, key) for file in needs for section, part in file.parts.items() for key in part], "name"
    )
    _check_beside(banks, forms, needs, beside)
    known = Known(
        items={**beside.items, **{key: item for file in banks for key, item in file.parts["items"].items()}},
        forms={**beside.forms, **{file.key: _sound_form(file) for file in forms}},
        pathways={*beside.needs.pathways, *(key for file in needs for key in file.parts["pathways"])},
        informed={*beside.needs.names(), *(key for file in needs for part in file.parts.values() for key in part)},
    )
    for file in banks:
        _report(file, (check_item(key, item, known) for key, item in file.parts["items"].items() if item))
    for file in needs:
        _report(file, (check_need(key, need, known) for key, need in file.parts["needs"].items() if need))
        _report(file, (check_strength(key, one, known) for key, one in file.parts["strengths"].items() if one))
    for file in forms:
        form = known.forms[file.key]
        _report(file, [check_form(file.key, form, known)] if form else [])


def _check_beside(banks: list[_File], forms: list[_File], needs: list[_File], beside: Questions) -> None:
    """A name that both have means one thing: what is added may repeat it, never say it otherwise."""
    for file in banks:
        _check_equal(file, "items", "question", beside.items)
        if file.key in beside.banks and not file.parts["items"].keys() <= beside.banks[file.key].items.keys():
            file.document.add(("bank",), f"the area “{file.key}” comes with Throughgate", RENAME_FILE)
    for file in forms:
        form = _sound_form(file)
        if form and beside.forms.get(file.key, form) != form:
            file.document.add(("form",), f"the form “{file.key}” comes with Throughgate, and otherwise", RENAME_FILE)
    for file in needs:
        for section, (_, word) in _NEEDS.sections.items():
            _check_equal(file, section, word, getattr(beside.needs, section))


def _check_equal(file: _File, section: str, word: str, known: Mapping[str, Part]) -> None:
    for key, part in file.parts[section].items():
        if part is not None and known.get(key, part) != part:
            file.document.add(
                (section, key),
                f"the {word} “{key}” comes with Throughgate, and otherwise",
                "Give yours another name, or leave it out.",
            )


def _report(file: _File, problems: Iterable[Iterator[Problem]]) -> None:
    for problem in chain.from_iterable(problems):
        file.document.report(problem)


def _sound_form(file: _File) -> Form | None:
    return None if file.document.errors else Form.model_validate(file.raw)


def _check_once(places: list[tuple[_File, str, str]], word: str) -> None:
    first: dict[str, str] = {}
    for file, section, key in places:
        line = file.document.line_of((section, key))
        if key in first:
            file.document.add(
                (section, key), f"the {word} “{key}” stands in {first[key]} already", "Rename one or put them together."
            )
        else:
            first[key] = f"{file.document.file}:{line}"
