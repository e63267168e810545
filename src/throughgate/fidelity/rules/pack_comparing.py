"""What a pack brings, beside what stands here: new, the same, otherwise so that ours stays, or refused. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from throughgate.fidelity.rules.pack_choosing import LICENSED, Wanted, skeleton_of
from throughgate.groups.grammar import Plan
from throughgate.measures.grammar import Instrument
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.story.grammar import Form, Item, NeedsList, Questions

RENAMED = "Ask the sender to give theirs another name, and for the pack anew."
MENDED = "Ask the sender to mend it, and for the pack anew."


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"
    STAYS = "stays"
    LEFT = "left"  # in the pack, and nothing that is taken in needs it
    REFUSED = "refused"


SORTS: Mapping[str, tuple[str, str]] = {
    "programme": ("Programme", "The programme"),
    "form": ("Form", "Forms"),
    "question": ("Question", "Questions"),
    "pathway": ("Pathway", "Pathways"),
    "need": ("Need", "Needs"),
    "strength": ("Strength", "Strengths"),
    "measure": ("Measure", "Measures"),
    "plan": ("Plan of sessions", "Plans of sessions"),
    "file": ("File", "Files"),
}
"""What a line can be about: one, and several."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a pack. `yours` and `theirs` are shown side by side where they differ."""

    sort: str
    title: str
    verdict: Verdict
    about: str = ""
    yours: str = ""
    theirs: str = ""

    @property
    def word(self) -> str:
        return SORTS[self.sort][0]


# -- questions ----------------------------------------------------------------------------------------------------


def compare_questions(theirs: Questions, yours: Questions, wanted: Wanted) -> Iterator[Line]:
    """`wanted` is what the programme needs of theirs and is not here, and `met` what it needs and is."""
    for key, form in theirs.forms.items():
        yield _form(form, yours.forms.get(key), key in wanted.forms)
    for key, item in theirs.items.items():
        yield _item(item, yours.items.get(key), key in wanted.items, key in wanted.met)
    yield from _needs(theirs.needs, yours.needs, wanted)


def _form(theirs: Form, yours: Form | None, is_wanted: bool) -> Line:
    title = theirs.title.staff
    if yours is None:
        return _absent("form", title, is_wanted)
    if yours == theirs:
        return Line("form", title, Verdict.SAME)
    lacks = [key for key in theirs.item_keys if key not in yours.item_keys]
    more = f" It does not ask {_listed(lacks)}." if lacks else ""
    return Line("form", title, Verdict.STAYS, f"Yours is put together otherwise.{more}")


def _absent(sort: str, title: str, is_wanted: bool) -> Line:
    return Line(sort, title, Verdict.NEW if is_wanted else Verdict.LEFT)


def _item(theirs: Item, yours: Item | None, is_wanted: bool, is_met: bool) -> Line:
    title = theirs.ask.staff
    if yours is None:
        return _absent("question", title, is_wanted)
    if yours == theirs:
        return Line("question", title, Verdict.SAME)
    if is_met and _means_something_else(theirs, yours):
        about = f"You have a question of this name with other answers. {RENAMED}"
        return Line("question", title, Verdict.REFUSED, about, _answers(yours), _answers(theirs))
    said = yours.ask != theirs.ask
    about = "Yours is worded otherwise." if said else f"Yours differs in {_listed(list(_differing(theirs, yours)))}."
    return Line("question", title, Verdict.STAYS, about, yours.ask.staff if said else "", title if said else "")


def _means_something_else(theirs: Item, yours: Item) -> bool:
    """Another sort of answer, or one among theirs that ours does not offer. More on offer here does no harm."""
    scales = [(one.scale.lowest, one.scale.highest) for one in (theirs, yours) if one.scale]
    return theirs.type != yours.type or not {*theirs.codes} <= {*yours.codes} or len(set(scales)) > 1


def _answers(item: Item) -> str:
    if item.scale:
        return f"{item.type}, {item.scale.lowest} to {item.scale.highest}"
    words = [both.staff for both in item.choices.values()]
    return f"{item.type}: {'; '.join(words)}" if words else item.type


WORDS_OF_FIELDS: Mapping[str, str] = {
    "help": "the help beside it",
    "choices": "the words of its choices",
    "alone": "which choices stand alone",
    "scale": "the words of its scale",
    "seen_by": "who may see its answers",
    "fresh": "how long an answer stays fresh",
    "informs": "what an answer tells something about",
    "asked_if": "when it is asked",
    "asked_while": "when it is asked",
    "tags": "its tags",
    "may_decline": "whether it may be declined",
}


def _differing(theirs: Item, yours: Item) -> Iterator[str]:
    told: set[str] = set()
    for field, words in WORDS_OF_FIELDS.items():
        if getattr(theirs, field) != getattr(yours, field) and words not in told:
            told.add(words)
            yield words


def _needs(theirs: NeedsList, yours: NeedsList, wanted: Wanted) -> Iterator[Line]:
    for section, names in (
        ("pathways", wanted.pathways),
        ("needs", wanted.needs),
        ("strengths", wanted.strengths),
    ):
        for key, one in getattr(theirs, section).items():
            standing, sort = getattr(yours, section).get(key), section.removesuffix("s")
            if standing is None:
                yield _absent(sort, one.title.staff, key in names)
            elif standing == one:
                yield Line(sort, one.title.staff, Verdict.SAME)
            else:
                about = "Yours has other words, or other answers speak for it."
                yield Line(sort, one.title.staff, Verdict.STAYS, about)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


# -- measures and plans -------------------------------------------------------------------------------------------


def compare_instruments(
    theirs: Iterable[Instrument], yours: Mapping[str, Instrument], crises: Collection[str]
) -> Iterator[Line]:
    for one in theirs:
        standing = yours.get(one.slug)
        unknown = sorted({safety.crisis for safety in one.safety.values()} - set(crises))
        if skeleton_of(one) != one:
            about = "It holds wording that belongs to somebody else. Ask for the pack anew, as Throughgate makes it."
            yield Line("measure", one.title, Verdict.REFUSED, about)
        elif standing is None and unknown:
            about = f"It names a crisis that your rules do not have: {_listed(unknown)}. Add it to your rules first."
            yield Line("measure", one.title, Verdict.REFUSED, about)
        elif standing is None:
            bare = "Scoring without wording: put in the wording you have leave to use."
            yield Line("measure", one.title, Verdict.NEW, bare if one.wording == LICENSED else "")
        elif skeleton_of(standing) == one:
            yield Line("measure", one.title, Verdict.SAME)
        else:
            yield Line("measure", one.title, Verdict.STAYS, "Yours asks or scores otherwise.")


def compare_plans(
    theirs: Iterable[Plan], yours: Mapping[str, Plan], model: ProgrammeModel, kinds: Collection[str]
) -> Iterator[Line]:
    for one in theirs:
        standing, problem = yours.get(one.slug), _misfit(one, model, kinds)
        if problem:
            yield Line("plan", one.title, Verdict.REFUSED, f"{problem} {MENDED}")
        elif standing is None:
            yield Line("plan", one.title, Verdict.NEW)
        elif standing == one:
            yield Line("plan", one.title, Verdict.SAME)
        elif standing.model != one.model:
            about = f"You have a plan of this name for another programme. {RENAMED}"
            yield Line("plan", one.title, Verdict.REFUSED, about, standing.title, one.title)
        else:
            yield Line("plan", one.title, Verdict.STAYS, "Yours has other sessions.")


def _misfit(plan: Plan, model: ProgrammeModel, kinds: Collection[str]) -> str:
    if plan.model != model.slug:
        return f"It is a plan for another programme, “{plan.model}”."
    if plan.element not in model.elements:
        return f"It is for a part that the programme does not have, “{plan.element}”."
    if plan.kind not in kinds:
        return f"No register is kept here for “{plan.kind}”."
    return ""
