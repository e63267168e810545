"""A programme model in words, as the manual page reads it. Pure."""

from dataclasses import dataclass

from throughgate.programmes.grammar import EVALUATION, WHO_WORDS, Element, Measure, Phase, ProgrammeModel
from throughgate.programmes.tracks import effective_by, effective_from, effective_until
from throughgate.programmes.when import When, say_when
from throughgate.story.shipping import current_questions
from throughgate.web.words import in_passing

EVALUATION_WORDS = "A comparison with a matched group"


@dataclass(frozen=True, slots=True)
class ManualElement:
    key: str
    title: str
    about: str
    when: str
    who: str
    core: bool
    minutes: int | None
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManualPhase:
    title: str
    about: str
    when: str
    elements: tuple[ManualElement, ...]


@dataclass(frozen=True, slots=True)
class ManualMeasure:
    key: str
    title: str
    about: str
    when: str
    tool: str
    who: str


@dataclass(frozen=True, slots=True)
class ManualLine:
    """One line of the theory of change, all in words."""

    activity: str
    mechanism: str
    outcome: str
    measure: str


def _say(when: When, model: ProgrammeModel) -> str:
    titles = {key: element.title for key, element in model.elements.items()}
    single = [key for key, element in model.elements.items() if not (element.count or element.every)]
    return say_when(when, titles, [key for key in single if not model.elements[key].as_needed])


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def needs_of(model: ProgrammeModel) -> str:
    """The pathways in words; one that has left the list keeps its name as it is written."""
    pathways = current_questions().needs.pathways
    titles = [pathways[key].title.staff if key in pathways else key.replace("-", " ") for key in model.audience.needs]
    words = [in_passing(title) for title in titles]
    return "; ".join(words) if any("," in each for each in words) else _listed(words)


def windows_of(model: ProgrammeModel) -> tuple[str, ...]:
    return tuple(f"from {say_when(opens, {})} to {say_when(closes, {})}" for opens, closes in model.audience.windows)


def phases_of(model: ProgrammeModel) -> tuple[ManualPhase, ...]:
    """The phases with their elements, and last what goes through all of them."""
    found = [
        ManualPhase(phase.title, phase.about, _phase_words(phase, model), _elements(model, key))
        for key, phase in model.phases.items()
    ]
    throughout = _elements(model, None)
    if throughout:
        title = "Throughout" if model.phases else "What is done"
        found.append(ManualPhase(title, "", "", throughout))
    return tuple(found)


def _phase_words(phase: Phase, model: ProgrammeModel) -> str:
    return f"From {_say(phase.from_, model)} to {_say(phase.to, model)}"


def _elements(model: ProgrammeModel, phase: str | None) -> tuple[ManualElement, ...]:
    return tuple(
        ManualElement(
            key=key,
            title=element.title,
            about=element.about,
            when=timing_of(element, model),
            who=who_does(element),
            core=element.core,
            minutes=element.minutes,
            unless=tuple(model.reasons[reason] for reason in element.unless),
        )
        for key, element in model.elements.items()
        if element.phase == phase
    )


def who_does(element: Element) -> str:
    done_by = WHO_WORDS[element.who]
    others = [WHO_WORDS[one] for one in element.with_ if one != element.who]
    words = f"{done_by} with {_listed(others)}" if others else done_by
    return words[0].upper() + words[1:]


def timing_of(element: Element, model: ProgrammeModel) -> str:
    """“6 times, every 7 days, from 14 days after joining”."""
    parts = _amount(element)
    dates = _start(element, model) + _end(element, model)
    words = ", ".join([*parts, *dates]) if parts else " ".join(dates)
    if element.grace:
        words += f" (never sooner than {element.grace} after joining or coming back)"
    if element.earlier_counts:
        words += "; what was done before joining counts"
    return words[0].upper() + words[1:] if words else ""


def _amount(element: Element) -> list[str]:
    if element.as_needed:
        return ["when it is needed"]
    parts = [f"{element.count} times"] if (element.count or 1) > 1 else []
    return [*parts, f"every {element.every}"] if element.every else parts


def _start(element: Element, model: ProgrammeModel) -> list[str]:
    start = effective_from(element, model.phases)
    if start.call == "each" or element.as_needed or (not element.every and not element.from_):
        return []
    return [f"from {_say(start, model)}"]


def _end(element: Element, model: ProgrammeModel) -> list[str]:
    by = effective_by(element, model.phases)
    until = effective_until(element, model.phases)
    if by and element.every:
        return [f"the first by {_say(by, model)}"]
    if by:
        return [f"by {_say(by, model)}"]
    return [f"until {_say(until, model)}"] if until else []


def measures_of(model: ProgrammeModel) -> tuple[ManualMeasure, ...]:
    return tuple(
        ManualMeasure(key, m.title, m.about, _moments(m, model), m.tool, WHO_WORDS[m.who].capitalize())
        for key, m in model.measures.items()
    )


def _moments(measure: Measure, model: ProgrammeModel) -> str:
    moments = _listed([_moment(when, model) for when in measure.at])
    words = f"{moments}, give or take {measure.within}"
    return words[0].upper() + words[1:]


def _moment(when: When, model: ProgrammeModel) -> str:
    said = _say(when, model)
    return f"at {said}" if not when.offset or not when.offset.amount else said


def theory_of(model: ProgrammeModel) -> tuple[ManualLine, ...]:
    """One for each measure that a line of theory is shown by."""
    return tuple(
        ManualLine(_title(model, line.activity), line.because, line.to, _title(model, shown))
        for line in model.theory
        for shown in line.shown_by
    )


def _title(model: ProgrammeModel, key: str) -> str:
    if key == EVALUATION:
        return EVALUATION_WORDS
    if key in model.measures:
        return model.measures[key].title
    return model.elements[key].title if key in model.elements else key
