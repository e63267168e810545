"""Everything the person's page shows, for a person that `access_person` has let the reader have.

Moves, dates, the circle and enrolments stand at the person's own level, so nothing more is filtered here; entries are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.desk.rules.landmarks import MARKED_KINDS, Walk, mark_path
from throughgate.desk.rules.progress import Progress, Step, progress_of
from throughgate.desk.rules.today import Worker
from throughgate.desk.selectors.lines import Line, lines_of
from throughgate.people.models import Confidence, CustodyDate, Person
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    Place,
    Spell,
    Whereabouts,
    spells,
)
from throughgate.people.selectors import PersonSummary
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.rules import is_active
from throughgate.record.selectors import effective
from throughgate.release.models import MetBy
from throughgate.release.selectors.at_gate import last_met_by
from throughgate.release.selectors.day_asked import MEETING
from throughgate.web.pictures import Path, Stop

NEXT_SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """Where somebody is between custody and a settled life, by the moves and dates that hold."""

    whereabouts: Whereabouts
    shown: CustodyDate | None
    released_on: date | None = None  # the release they are out on
    before: Spell | None = None  # the walk that the last return to custody interrupted
    returned_as: str = ""  # the kind of that return

    @property
    def inside(self) -> bool:
        """Also while no move is recorded: nobody is taken for released because nothing is known."""
        return self.whereabouts.place is not Place.COMMUNITY

    @property
    def release_on(self) -> date | None:
        """The day in the arch: the release that happened, else the one to come."""
        if not self.inside:
            return self.released_on
        return self.shown.on if self.shown else None


def standing_of(heading: PersonSummary) -> Standing:
    moves = [move for move in heading.moves if move.on <= heading.today]
    *past, current = spells(moves)
    returns = [move.kind for move in moves if move.kind in BACK_INTO_CUSTODY]
    return Standing(
        whereabouts=heading.whereabouts,
        shown=heading.release,
        released_on=current.release_on,
        before=past[-1] if past else None,
        returned_as=returns[-1] if returns else "",
    )


@dataclass(frozen=True)
class OnProgramme:
    enrolment: Enrolment
    title: str
    commitments: Sequence[Commitment]
    progress: Progress
    promised: frozenset[str]


@dataclass(frozen=True)
class Due:
    """All that is due and was done: by programme, the newest first, and what was promised beside them and is open."""

    programmes: Sequence[OnProgramme]
    promised: Sequence[Commitment]


def due_of(user: User, person: Person) -> Due:
    """Two queries. A promise may be more closed than the person is, so this reads what the user may."""
    enrolments = Enrolment.objects.filter(person=person).select_related("model").defer("model__source")
    enrolments = enrolments.annotate(gate_met_by=last_met_by("person"))
    found: dict[int, tuple[Enrolment, list[Commitment]]] = {
        enrolment.pk: (enrolment, []) for enrolment in enrolments.order_by("-enrolled_on", "-pk")
    }
    promised: list[Commitment] = []
    rows = Commitment.objects.filter(Q(promise=None) | Q(is_next=True), person=person)
    for row in visible(user, rows).select_related("promise", "worker").order_by("pk"):
        row.person = person
        if row.enrolment_id is None:
            promised.append(row)
        else:
            row.enrolment, commitments = found[row.enrolment_id]
            commitments.append(row)
    return Due([_on_programme(enrolment, commitments) for enrolment, commitments in found.values()], promised)


def _on_programme(enrolment: Enrolment, commitments: list[Commitment]) -> OnProgramme:
    model = compiled_model(enrolment.model)
    steps = [_step(model, row) for row in commitments]
    promised = frozenset(kind for element in model.elements.values() for kind in element.kinds)
    if getattr(enrolment, "gate_met_by", "") == MetBy.NOBODY:
        promised -= {MEETING}  # not drawn as if it were to come
    return OnProgramme(enrolment, model.title, commitments, progress_of(steps), promised)


def _step(model: ProgrammeModel, row: Commitment) -> Step:
    part = asked_by(model, row.element)
    gone = row.waived_on is not None or row.closed_on is not None
    return Step(row.element, part.title, part.core, part.count, row.spell, row.met_on, gone)


def next_lines(user: User, person: Person, due: Due, workers: Sequence[Worker], today: date) -> tuple[list[Line], int]:
    """What is due next, the most pressing first, and how much is due in all."""
    rows = [*(row for programme in due.programmes for row in programme.commitments), *due.promised]
    open_rows = [row for row in rows if row.is_next and row.by_on]
    open_rows.sort(key=lambda row: (row.by_on, row.pk))
    return lines_of(user, open_rows[:NEXT_SHOWN], {person.pk: list(workers)}, today), len(open_rows)


def walk_of(user: User, person: Person, standing: Standing, programmes: Sequence[OnProgramme], today: date) -> Walk:
    """One query: the days of the kinds of entry that mark the path, as far as the reader may know of them."""
    marked = visible(user, effective().filter(person=person, happened=True, kind__in=MARKED_KINDS))
    days: dict[str, list[date]] = {}
    for kind, on in marked.order_by("on").values_list("kind", "on").distinct():
        days.setdefault(kind, []).append(on)
    begun = [programme for programme in programmes if is_active(programme.enrolment.stage)]
    now = [programme for programme in begun if programme.enrolment.left_on is None] or begun[:1]
    done_on = [programme.progress.done_on for programme in now]
    return Walk(
        today=today,
        inside=standing.inside,
        release_on=standing.release_on,
        released_on=standing.released_on,
        returned_on=standing.before.returned_on if standing.before else None,
        enrolled_on=min((programme.enrolment.enrolled_on for programme in now), default=None),
        days=days,
        promised=frozenset(kind for programme in now for kind in programme.promised),
        core_done=sum(programme.progress.done for programme in now),
        core_of=sum(programme.progress.of for programme in now),
        core_done_on=max((on for on in done_on if on), default=None),
    )


RELEASE_LABELS = {Confidence.CONFIRMED: "Release day", Confidence.EXPECTED: "Release expected"}


def path_of(walk: Walk, standing: Standing) -> Path:
    stops, here = mark_path(walk)
    label = "Released" if not standing.inside else "Release day"
    if standing.inside and standing.shown:
        label = RELEASE_LABELS.get(Confidence(standing.shown.confidence), "Release, not sure")
    return Path(
        tuple(Stop(stop.label, stop.on, stop.reached, stop.where) for stop in stops), here, label, standing.release_on
    )


def workers_around(heading: PersonSummary) -> list[Worker]:
    return [Worker(row.worker_id, row.worker.name, row.role) for row in heading.assignments]
