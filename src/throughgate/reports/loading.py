"""Reads templates from YAML. Every error of a file is told at once, with its line and how to mend it."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from throughgate.access.policy import Hidden
from throughgate.common.faults import FaultyFileError, Problem, UnreadableError, check_known
from throughgate.common.parts import validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.people.models import DateKind
from throughgate.people.rules.purposes import sharing_terms
from throughgate.programmes.when import parse_when
from throughgate.reports.grammar import OWN, Head, Section, Template

BEGIN = "Begin with report:, version:, title:, to: and sections:."


class TemplateFileError(FaultyFileError):
    """Everything that is wrong with the file of a template."""


def load_template(text: str, *, filename: str) -> Template:
    """Raises TemplateFileError."""
    document = Document(filename, of="a report")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        _read(raw, document)
    elif not document.errors:
        document.add((), "this is not a template of a report", BEGIN)
    if document.errors:
        raise TemplateFileError(document.errors)
    found = Template.model_validate(raw)
    for problem in _problems(found, filename):
        document.report(problem)
    if document.errors:
        raise TemplateFileError(document.errors)
    return found


def _read(raw: dict[str, Any], document: Document) -> None:
    validate_part(Head, {name: value for name, value in raw.items() if name != "sections"}, (), "the report", document)
    named = raw.get("sections")
    if not isinstance(named, dict) or not named:
        document.add(("sections",), "the report has no “sections”", "Write sections: and names below it.")
        return
    for key, value in named.items():
        validate_part(Section, value, ("sections", key), f"the section “{key}”", document)


def _problems(found: Template, filename: str) -> Iterator[Problem]:
    if filename.removesuffix(".yaml") != found.slug:
        yield Problem(("report",), f"the file is not called {found.slug}.yaml", "Give both the same name.")
    yield from _recipient(found)
    if found.by:
        yield from _by(found.by)
    for key, section in found.sections.items():
        yield from _section(key, section, found)


def _recipient(found: Template) -> Iterator[Problem]:
    terms = sharing_terms()
    yield from check_known(("to", "kind"), "the recipient", found.to.kind, terms.recipients)
    yield from check_known(("to", "purpose"), "the purpose", found.to.purpose, terms.purposes)
    purpose = terms.purposes.get(found.to.purpose)
    if purpose and found.to.kind in terms.recipients and found.to.kind not in purpose.recipients:
        mend = f"Known: {', '.join(purpose.recipients)}."
        yield Problem(("to", "kind"), f"nothing is shared with “{found.to.kind}” for this purpose", mend)


def _by(text: str) -> Iterator[Problem]:
    try:
        when = parse_when(text)
    except UnreadableError as problem:
        yield Problem(("by",), problem.what, problem.mend)
        return
    if when.anchor not in DateKind.values:
        yield Problem(
            ("by",), f"“{text}” hangs on no date of the person", "Write for example parole_hearing - 28 days."
        )


def _section(key: str, section: Section, found: Template) -> Iterator[Problem]:
    path = ("sections", key)
    if section.built in OWN:
        if section.scope:
            yield Problem((*path, "scope"), f"“{key}” is the author’s own words", "Leave scope: out.")
        return
    if section.must:
        yield Problem(
            (*path, "must"), f"“{key}” is built from the record", "Only the author’s sections can be asked for."
        )
    purpose = sharing_terms().purposes.get(found.to.purpose)
    if section.scope is None:
        yield Problem(path, f"“{key}” does not say what kind of thing it tells", "Add scope: to it.")
    elif purpose:
        yield from check_known((*path, "scope"), "the scope", section.scope, purpose.scopes)


@cache
def templates() -> Mapping[str, Template]:
    folder = files("throughgate.reports") / "data"
    read = [
        load_template(file.read_text(encoding="utf-8"), filename=file.name)
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    ]
    return {one.slug: one for one in read}


def template_of(slug: str) -> Template:
    """Raises Hidden."""
    if slug not in templates():
        raise Hidden()
    return templates()[slug]
