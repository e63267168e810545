"""Reads instruments from YAML. Every error of a file is told at once, with its line and how to mend it."""

from collections.abc import Iterator, Mapping
from typing import Any

from throughgate.common.faults import FaultyFileError, Problem, check_known
from throughgate.common.parts import NAME_MEND, Part, is_name, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.measures.grammar import Change, Head, Instrument, Item, Safety, Scale

BEGIN = "Begin with measure:, version:, title:, answers: and items:."
SECTIONS: Mapping[str, tuple[type[Part], str]] = {
    "items": (Item, "question"),
    "scales": (Scale, "scale"),
    "safety": (Safety, "safety question"),
}


class InstrumentFileError(FaultyFileError):
    """Everything that is wrong with the file of an instrument."""


def load_instrument(text: str, *, filename: str) -> Instrument:
    """Raises InstrumentFileError."""
    document = Document(filename, of="a measure")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        _read(raw, document)
    elif not document.errors:
        document.add((), "this is not a measure", BEGIN)
    if document.errors:
        raise InstrumentFileError(document.errors)
    found = Instrument.model_validate({name: value for name, value in raw.items() if value is not None})
    for problem in _problems(found, filename):
        document.report(problem)
    if document.errors:
        raise InstrumentFileError(document.errors)
    return found


def _read(raw: dict[str, Any], document: Document) -> None:
    head = {name: value for name, value in raw.items() if name not in SECTIONS}
    validate_part(Head, head, (), "the measure", document)
    for section, (part, word) in SECTIONS.items():
        named = raw.get(section)
        if named is None and section != "items":
            continue
        if not isinstance(named, dict) or not named:
            document.add((section,), f"the measure has no “{section}”", f"Write {section}: and names below it.")
            continue
        for key, value in named.items():
            if not is_name(key):
                document.add((section, key), f"“{key}” cannot be a name here", NAME_MEND)
            validate_part(part, value, (section, key), f"the {word} “{key}”", document)


def _problems(found: Instrument, filename: str) -> Iterator[Problem]:
    if filename.removesuffix(".yaml") != found.slug:
        yield Problem(("measure",), f"the file is not called {found.slug}.yaml", "Give both the same name.")
    for key, item in found.items.items():
        yield from check_known(("items", key, "answers"), "the answers", item.answers, found.answers)
    if any(item.answers not in found.answers for item in found.items.values()):
        return
    yield from _worded(found)
    unknown = [one for key, scale in found.scales.items() for one in _unknown(key, scale, found)]
    yield from unknown
    if not unknown:
        for key, scale in found.scales.items():
            yield from _scale(key, scale, found)
    for key, one in found.safety.items():
        yield from _safety(key, one, found)


def _worded(found: Instrument) -> Iterator[Problem]:
    """A licensed one may lack words: it is shown as not ready. Any other was left unfinished."""
    if found.wording != "licensed":
        for key in found.without_words:
            at = ("items", key) if key in found.items else ("answers", key)
            yield Problem(at, f"“{key}” has no words", "Write them, or wording: licensed where they are another’s.")


def _unknown(key: str, scale: Scale, found: Instrument) -> Iterator[Problem]:
    for place, item in enumerate(scale.items):
        yield from check_known(("scales", key, "items", place), "the question", item, found.items)


def _scale(key: str, scale: Scale, found: Instrument) -> Iterator[Problem]:
    path = ("scales", key)
    if not found.scored_in(key):
        yield Problem(path, f"“{key}” counts no question", "Name its items:, or let some be scored.")
        return
    low, high = found.range_of(key)
    starts = [band.at for band in scale.bands]
    if starts and (starts[0] > low or starts != sorted(set(starts))):
        mend = f"Begin at {low} and write each with a larger at: than the one above."
        yield Problem((*path, "bands"), f"the bands of “{key}” do not follow each other from {low}", mend)
    if starts and starts[-1] > high:
        yield Problem((*path, "bands"), f"a band of “{key}” begins above {high}, the highest score", "Lower it.")
    if scale.missing.most >= len(found.scored_in(key)):
        yield Problem((*path, "missing"), f"“{key}” could be scored from nothing", "Lower most:.")
    if scale.change and not _reckonable(scale.change):
        mend = "Write points:, or sd_hundredths: and reliability_hundredths:."
        yield Problem((*path, "change"), f"“{key}” does not say what a reliable change is", mend)


def _reckonable(change: Change) -> bool:
    spread = change.sd_hundredths is not None and change.reliability_hundredths is not None
    return (change.points is not None) != spread


def _safety(key: str, one: Safety, found: Instrument) -> Iterator[Problem]:
    path = ("safety", key)
    yield from check_known(path, "the question", key, found.items)
    if key in found.items and one.at_least > found.ends(key)[1]:
        yield Problem((*path, "at_least"), f"“{key}” never reaches {one.at_least}", "Lower at_least:.")
