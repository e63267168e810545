"""What a pack from elsewhere would bring here, before anything is taken in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.common.faults import Fault, FaultyFileError
from throughgate.common.own_files import own_place
from throughgate.common.parts import LONGEST_NAME
from throughgate.fidelity.rules.pack_choosing import Wanted, needs_wanted, new_questions, wanted_of
from throughgate.fidelity.rules.pack_comparing import (
    Line,
    Verdict,
    compare_instruments,
    compare_plans,
    compare_questions,
)
from throughgate.fidelity.rules.pack_file import MEASURES, MODEL, PLANS, QUESTIONS, Pack, PackError, as_yaml, read_pack
from throughgate.groups.grammar import Plan
from throughgate.groups.kinds import SESSIONS
from throughgate.groups.loading import PlanFileError, load_plan, plans
from throughgate.groups.loading import own_folder as own_plans_folder
from throughgate.measures.grammar import Instrument
from throughgate.measures.loading import InstrumentFileError, load_instrument
from throughgate.measures.selectors.instruments import instruments
from throughgate.measures.selectors.instruments import own_folder as own_measures_folder
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.loading import ModelFileError, load_model
from throughgate.programmes.models import ModelStatus
from throughgate.programmes.models import ProgrammeModel as ModelRow
from throughgate.programmes.selectors.manuals import digest_of
from throughgate.record.kinds import all_kinds
from throughgate.story.grammar import NeedsList, Questions
from throughgate.story.loading import BANK, NEEDS, NOTHING, QuestionFilesError, load_questions
from throughgate.story.shipping import current_questions, own_folder, questions_with, shipped_questions, texts_in

ANEW_UNDER_ANOTHER = "Nothing of yours is replaced. Ask the sender to raise the version, and for the pack anew."


@dataclass(frozen=True)
class Preview:
    """What a pack would bring, line by line, and the files that it would add to the organisation's own."""

    pack: Pack
    model: ProgrammeModel
    lines: Sequence[Line]
    added: Mapping[Path, str]
    rewritten: Mapping[Path, str]

    @property
    def files(self) -> Sequence[str]:
        """Those that are written, by their place beside the database."""
        return sorted(path.relative_to(own_place("")).as_posix() for path in (*self.added, *self.rewritten))

    def having(self, verdict: Verdict) -> Sequence[Line]:
        return [line for line in self.lines if line.verdict == verdict]

    @property
    def is_refused(self) -> bool:
        return bool(self.having(Verdict.REFUSED))

    @property
    def brings_nothing(self) -> bool:
        return not (self.having(Verdict.NEW) or self.is_refused)


@dataclass(frozen=True)
class _Parts:
    """A pack, read by the rules of the rooms that its files belong to."""

    model: ProgrammeModel
    questions: Questions
    measures: Sequence[Instrument]
    plans: Sequence[Plan]


def preview_of(user: User, data: bytes) -> Preview:
    """Raises Forbidden, PackError with everything for which the pack cannot be read."""
    require(user, Ability.PUBLISH_PROGRAMMES)
    if questions_with(own_folder())[1]:
        words = "the questions of your own that stand here already cannot be read, so nothing can be put beside them"
        raise PackError([Fault(1, words, "Run check_questions and mend what it tells of, then choose the file again.")])
    pack = read_pack(data)
    return _compared(pack, _parts_of(pack))


# -- reading ------------------------------------------------------------------------------------------------------


def _parts_of(pack: Pack) -> _Parts:
    faults: list[Fault] = []
    questions, model = NOTHING, None
    try:
        questions = load_questions(pack.within(QUESTIONS), beside=NOTHING)
    except QuestionFilesError as refused:
        faults += (Fault(one.line, one.what, one.mend, QUESTIONS + one.file) for one in refused.errors)
    known = _both(questions, current_questions())
    try:  # where its questions cannot be read, what it names of them is not looked for
        model = load_model(pack.model, filename=MODEL, kinds=all_kinds(), in_use=bool(faults), questions=known)
        faults += _other_names(pack, model)
    except ModelFileError as refused:
        faults += refused.errors
    measures = list(_measures(pack, faults))
    found = list(_plans(pack, faults))
    if faults or model is None:
        raise PackError(faults)
    return _Parts(model, questions, measures, found)


def _both(theirs: Questions, ours: Questions) -> Questions:
    """As far as a programme names them: forms and pathways."""
    pathways = {**theirs.needs.pathways, **ours.needs.pathways}
    needs = NeedsList.model_construct(version=1, pathways=pathways, needs={}, strengths={})
    return Questions({}, {**theirs.forms, **ours.forms}, needs)


def _other_names(pack: Pack, model: ProgrammeModel) -> Iterator[Fault]:
    if (model.slug, model.version) != (pack.head.programme, pack.head.version):
        says = f"the programme is “{model.slug}”, version {model.version}, and the list of the pack names another"
        yield Fault(1, says, "Ask for the pack anew, as Throughgate makes it.", MODEL)


def _measures(pack: Pack, faults: list[Fault]) -> Iterator[Instrument]:
    for name, text in pack.within(MEASURES).items():
        try:
            yield load_instrument(text, filename=name)
        except InstrumentFileError as refused:
            faults += _placed(MEASURES, refused)


def _plans(pack: Pack, faults: list[Fault]) -> Iterator[Plan]:
    seen: set[str] = set()
    for name, text in pack.within(PLANS).items():
        try:
            plan = load_plan(text, filename=name)
        except PlanFileError as refused:
            faults += _placed(PLANS, refused)
            continue
        if plan.slug in seen:
            faults.append(
                Fault(1, f"the plan “{plan.slug}” is in the pack twice", "Ask for the pack anew.", PLANS + name)
            )
        seen.add(plan.slug)
        yield plan


def _placed(folder: str, refused: FaultyFileError) -> Iterator[Fault]:
    return (Fault(one.line, one.what, one.mend, folder + one.file) for one in refused.errors)


# -- comparing ----------------------------------------------------------------------------------------------------


def _compared(pack: Pack, parts: _Parts) -> Preview:
    here = current_questions()
    wanted = wanted_of(parts.model, parts.questions, here)
    asked = _new_question_texts(parts, wanted, here)
    lines = [
        _model_line(pack, parts.model),
        *compare_questions(parts.questions, here, wanted),
        *_unfit_together(asked),
        *compare_instruments(parts.measures, instruments(), crisis_rules().kinds),
        *compare_plans(parts.plans, plans(), parts.model, SESSIONS),
    ]
    added = {own_folder() / place: text for place, text in asked.items() if place != NEEDS}
    added |= {
        own_measures_folder() / f"{one.slug}.yaml": as_yaml(one)
        for one in parts.measures
        if one.slug not in instruments()
    }
    added |= {own_plans_folder() / f"{one.slug}.yaml": as_yaml(one) for one in parts.plans if one.slug not in plans()}
    lines += _in_the_way(added)
    return Preview(pack, parts.model, lines, added, {own_folder() / NEEDS: asked[NEEDS]} if NEEDS in asked else {})


def _model_line(pack: Pack, model: ProgrammeModel) -> Line:
    title = f"{model.title}, version {model.version}"
    versions = {row.version: row for row in ModelRow.objects.filter(slug=model.slug).defer("source")}
    standing = versions.get(model.version)
    if standing is None:
        stay = f"You have version {max(versions)}. Whoever is on it stays on it." if versions else ""
        return Line("programme", title, Verdict.NEW, stay)
    if standing.sha256 != digest_of(pack.model):
        about = f"You have a version {model.version} that says otherwise. {ANEW_UNDER_ANOTHER}"
        return Line("programme", title, Verdict.REFUSED, about)
    retired = "Yours is retired, and stays so." if standing.status == ModelStatus.RETIRED else ""
    return Line("programme", title, Verdict.SAME, retired)


def _new_question_texts(parts: _Parts, wanted: Wanted, here: Questions) -> dict[str, str]:
    """By place in the organisation's folder. Its list of needs is written anew: its own, and those of the pack."""
    area = _free_area(parts.model, here)
    texts = new_questions(parts.questions, wanted, area=area, title=parts.model.title)
    if NEEDS in texts:
        texts[NEEDS] = as_yaml(_with_own(needs_wanted(parts.questions.needs, wanted), here.needs))
    return texts


def _with_own(new: NeedsList, here: NeedsList) -> NeedsList:
    shipped = shipped_questions().needs
    parts = {
        name: {key: one for key, one in getattr(here, name).items() if key not in getattr(shipped, name)}
        | getattr(new, name)
        for name in ("pathways", "needs", "strengths")
    }
    return NeedsList.model_construct(None, version=here.version, **parts)


def _free_area(model: ProgrammeModel, here: Questions) -> str:
    """The name of the area for the questions that are new here; one that is taken gets a number."""
    name, number = _area(model, ""), 1
    while name in here.banks or (own_folder() / BANK / f"{name}.yaml").exists():
        number += 1
        name = _area(model, f"-{number}")
    return name


def _area(model: ProgrammeModel, number: str) -> str:
    end = f"-{model.version}{number}"
    return f"pack-{model.slug}"[: LONGEST_NAME - len(end)].rstrip("-") + end


def _unfit_together(asked: Mapping[str, str]) -> Iterator[Line]:
    """What is wrong with the new questions only once they stand beside those that are here."""
    try:
        load_questions({**texts_in(own_folder()), **asked}, beside=shipped_questions())
    except QuestionFilesError as refused:
        for one in refused.errors:
            about = f"{one.mend} The pack was made beside other questions than yours: the sender can mend it."
            yield Line("question", f"{one.what[:1].upper()}{one.what[1:]}", Verdict.REFUSED, about)


def _in_the_way(added: Mapping[Path, str]) -> Iterator[Line]:
    for path in added:
        if path.exists():
            about = f"A file of this name stands in your folder {path.parent.name} already. Mend it, or take it away."
            yield Line("file", path.name, Verdict.REFUSED, about)
