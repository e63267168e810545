"""What a programme takes with it: the questions that its forms ask and what those hang on, and measures without words
that belong to somebody else. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from throughgate.fidelity.rules.pack_file import MEASURES, MODEL, PLANS, QUESTIONS, as_yaml
from throughgate.groups.grammar import Plan
from throughgate.measures.grammar import Instrument
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.story.grammar import Bank, Condition, NeedsList, Questions
from throughgate.story.loading import BANK, FORMS, NEEDS, NOTHING

LICENSED = "licensed"


@dataclass(slots=True)
class Wanted:
    """Names of what is needed. `met` are questions that are needed and stand at the receiver's already."""

    items: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    pathways: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    strengths: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)


def forms_of(model: ProgrammeModel) -> set[str]:
    return {one.subject for one in model.elements.values() if one.subject and "form" in one.kinds}


def wanted_of(model: ProgrammeModel, questions: Questions, known: Questions = NOTHING) -> Wanted:
    """Everything that the programme's forms and needs hang on, one through the other, as far as it is not `known`."""
    found = Wanted()
    follow = _Follow(questions, known, found)
    follow.each("form", forms_of(model))
    follow.each("name", model.audience.needs)
    return found


class _Follow:
    """From each to what it names, until nothing new is named."""

    def __init__(self, questions: Questions, known: Questions, found: Wanted) -> None:
        self.questions, self.known, self.found = questions, known, found
        self.ways: Mapping[str, Callable[[str], None]] = {"form": self.form, "item": self.item, "name": self.name}
        self.waiting: list[tuple[str, str]] = []

    def each(self, sort: str, keys: Iterable[str]) -> None:
        self.waiting += ((sort, key) for key in keys)
        while self.waiting:
            way, key = self.waiting.pop()
            self.ways[way](key)

    def then(self, sort: str, keys: Iterable[str]) -> None:
        self.waiting += ((sort, key) for key in keys)

    def form(self, key: str) -> None:
        form = self.questions.forms.get(key)
        if form is None or key in self.known.forms or key in self.found.forms:
            return
        self.found.forms.add(key)
        self.then("item", form.item_keys)
        self.then("form", form.replaces)

    def item(self, key: str) -> None:
        item = self.questions.items.get(key)
        if key in self.known.items:
            self.found.met.add(key)
        elif item and key not in self.found.items:
            self.found.items.add(key)
            self.then("item", [item.asked_if.item] if item.asked_if else [])
            self.then("name", item.informs)

    def name(self, key: str) -> None:
        """Of a pathway, a need or a strength."""
        here, there, found = self.questions.needs, self.known.needs, self.found
        if key in here.pathways and key not in there.pathways:
            found.pathways.add(key)
        if key in here.needs and key not in {*there.needs, *found.needs}:
            found.needs.add(key)
            self.then("name", [here.needs[key].pathway])
            self.conditions(here.needs[key].likely_if)
        if key in here.strengths and key not in {*there.strengths, *found.strengths}:
            found.strengths.add(key)
            self.conditions(here.strengths[key].shown_if)

    def conditions(self, rules: Iterable[Condition]) -> None:
        self.then("item", (one.item for one in rules))


def question_texts(questions: Questions, wanted: Wanted) -> dict[str, str]:
    """By place below `questions/`: each area of the bank with what is wanted of it, the forms, the needs."""
    texts = {}
    for slug, bank in questions.banks.items():
        items = {key: item for key, item in bank.items.items() if key in wanted.items}
        if items:
            texts[f"{BANK}{slug}.yaml"] = as_yaml(bank.model_copy(update={"items": items}))
    for slug in wanted.forms:
        texts[f"{FORMS}{slug}.yaml"] = as_yaml(questions.forms[slug])
    needs = needs_wanted(questions.needs, wanted)
    if any(needs.names()):
        texts[NEEDS] = as_yaml(needs)
    return texts


def needs_wanted(needs: NeedsList, wanted: Wanted) -> NeedsList:
    return NeedsList.model_construct(
        version=needs.version,
        pathways={key: one for key, one in needs.pathways.items() if key in wanted.pathways},
        needs={key: one for key, one in needs.needs.items() if key in wanted.needs},
        strengths={key: one for key, one in needs.strengths.items() if key in wanted.strengths},
    )


def new_questions(questions: Questions, wanted: Wanted, *, area: str, title: str) -> dict[str, str]:
    """The same as `question_texts`, with the questions of all areas in one new area."""
    items = {key: item for key, item in questions.items.items() if key in wanted.items}
    banks = {area: Bank.model_construct(slug=area, version=1, title=title, items=items)} if items else {}
    return question_texts(Questions(banks, questions.forms, questions.needs), wanted)


def skeleton_of(instrument: Instrument) -> Instrument:
    """Of one that is licensed: how it is scored, without a word of it. Any other as it is."""
    if instrument.wording != LICENSED:
        return instrument
    items = {key: item.model_copy(update={"ask": None, "title": None}) for key, item in instrument.items.items()}
    answers = {key: dict.fromkeys(offered) for key, offered in instrument.answers.items()}
    return instrument.model_copy(update={"items": items, "answers": answers, "lead": None, "plain": None})


def instruments_of(model: ProgrammeModel, instruments: Iterable[Instrument]) -> list[Instrument]:
    """Those that the programme's tools are called by, usable here or not."""
    tools = {one.tool.strip().lower() for one in model.measures.values()}
    return [one for one in instruments if tools & {name.lower() for name in one.called}]


def texts_of(
    model: ProgrammeModel,
    source: str,
    *,
    questions: Questions,
    instruments: Iterable[Instrument],
    plans: Iterable[Plan],
) -> dict[str, str]:
    """Everything of a pack by its place in it, but its head."""
    asked = question_texts(questions, wanted_of(model, questions))
    return {
        MODEL: source,
        **{f"{QUESTIONS}{place}": text for place, text in asked.items()},
        **{f"{MEASURES}{one.slug}.yaml": as_yaml(skeleton_of(one)) for one in instruments_of(model, instruments)},
        **{f"{PLANS}{one.slug}.yaml": as_yaml(one) for one in plans if one.model == model.slug},
    }
