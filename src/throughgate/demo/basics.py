"""Getting ready for release, in the demonstration: applications in every state, some late, some turned down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from throughgate.access.policy import Action, can
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.record.services import write_entry
from throughgate.release.basics_file import IN_HAND, TO_START, Item, State
from throughgate.release.models import Basic
from throughgate.release.rules.basics import Said, done_words
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import standings_of
from throughgate.release.services.basics import open_basics, record_step

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity
    from throughgate.demo.life import Life
    from throughgate.demo.stories import Deed

# Of ten basics so many are begun when release is this many days away.
BEGUN = ((21, 9), (42, 7), (84, 5), (140, 2))
STUCK_OF_TEN, NOT_NEEDED_OF_TEN = 2, 1
NOTES = (
    "",
    "",
    "",
    "Rang the desk, they were kind about it.",
    "The form was filled in together.",
    "Asked for post first.",
)
WEEK = timedelta(weeks=1)
MORE = (
    ("id-documents", "pending", Said(document="birth-certificate", cost_pence=1250, paid_by="us")),
    ("passport", "pending", Said(cost_pence=9450, paid_by="prison", reference="PP 4417")),
    ("home-deposit", IN_HAND, Said(cost_pence=45000, paid_by="council", proof="receipt")),
    ("home-rent", "pending", Said(cost_pence=52000, paid_by="council")),
)


def is_basic(kind: str) -> bool:
    return bool(code_of(kind))


def code_of(kind: str) -> str:
    """Of those that are noted with a tap: the others follow a contact, or the applications for a home."""
    code = known_basics().code_of_entry(kind)
    item = known_basics().items.get(code)
    return "" if item is None or item.by_contact or item.by_home else code


def put_in_hand(life: Life, deed: Deed, note: str) -> None:
    """As a worker records it; what was in hand before a return to custody belongs to that time."""
    code = code_of(deed.kind)
    item = known_basics().items[code]
    document = life.chance.choice(list(item.documents)) if item.documents else ""
    if life.course.recalled and deed.on < life.course.recalled[1]:
        words = done_words(item, document)
        write_entry(by=life.worker, person=life.person, kind=deed.kind, on=deed.on, summary=words)
        return
    row = Basic.objects.filter(person=life.person, code=code).order_by("-spell").first()
    last = row.steps.last() if row else None
    if last is None or last.state != IN_HAND:
        said = Said(document=document, note=note[:400])
        record_step(by=life.worker, person=life.person, code=code, to=IN_HAND, on=deed.on, said=said)


def get_some_ready(charity: Charity) -> None:
    """Whoever is soon to be released has some of it applied for, some turned down and some in hand."""
    _ask_for_more(charity)
    rows = Basic.objects.filter(promise__met_on__isnull=True, promise__withdrawn_on__isnull=True, steps=None)
    rows = rows.select_related("person__site", "opened_by").order_by("pk")
    standings = standings_of({row.person_id for row in rows}, today())
    with announced_once():
        for row in rows:
            if known_basics().items[row.code].by_home:
                continue
            release_on = standings[row.person_id].release_on
            if release_on and can(row.opened_by, Action.RECORD, row) and _is_begun(charity, release_on):
                _walk(charity, row)


def _ask_for_more(charity: Charity) -> None:
    """Two who need more than one document, the second of them a deposit as well, which the council has paid."""
    soon = Basic.objects.filter(code="id-documents", steps=None, promise__withdrawn_on__isnull=True)
    soon = soon.filter(person__custody_dates__on__range=(today() + WEEK, today() + 12 * WEEK)).distinct()
    for number, row in enumerate(soon.select_related("person__site", "opened_by").order_by("pk")[:2]):
        if not can(row.opened_by, Action.RECORD, row):
            continue
        parts = ("passport", "home-deposit", "home-rent")[: 1 + 2 * number]
        with announced_once():
            open_basics(by=row.opened_by, person=row.person, codes=parts)
            for code, to, said in MORE:
                if code in ("id-documents", *parts):
                    on = today() - timedelta(days=charity.chance.randint(5, 18))
                    record_step(by=row.opened_by, person=row.person, code=code, to=to, on=on, said=said)


def _is_begun(charity: Charity, release_on: date) -> bool:
    left = (release_on - today()).days
    return charity.chance.randint(1, 10) <= next((often for days, often in BEGUN if left <= days), 0)


def _walk(charity: Charity, row: Basic) -> None:
    """From one state to the next, some days apart, up to today."""
    item = known_basics().items[row.code]
    now, on = TO_START, today() - timedelta(days=charity.chance.randint(3, 40))
    for _ in range(charity.chance.randint(1, 3)):
        to = _next(charity, item, now)
        if to is None or on > today():
            return
        said = _say(charity, item, item.states[to])
        record_step(by=row.opened_by, person=row.person, code=row.code, to=to, on=on, said=said)
        now, on = to, on + timedelta(days=charity.chance.randint(4, 16))


def _next(charity: Charity, item: Item, now: str) -> str | None:
    draw = charity.chance.randint(1, 10)
    offered = [(code, item.states[code]) for code in item.state(now).moves]
    offered = [(code, state) for code, state in offered if not (item.by_contact and state.stage == "done")]
    if item.state(now).stage in ("done", "unneeded") or not offered:
        return None
    if draw <= NOT_NEEDED_OF_TEN:
        return _of_stage(offered, "unneeded")
    if draw <= NOT_NEEDED_OF_TEN + STUCK_OF_TEN:
        return _of_stage(offered, "stuck") or offered[0][0]
    return offered[0][0]


def _of_stage(offered: list[tuple[str, State]], stage: str) -> str | None:
    return next((code for code, state in offered if state.stage == stage), None)


def _say(charity: Charity, item: Item, state: State) -> Said:
    chance = charity.chance
    pays = "cost" in state.asks and item.cost is not None and chance.random() < 0.6
    return Said(
        note=chance.choice(NOTES),
        reason=chance.choice(list(state.reasons)) if state.reasons else "",
        document=chance.choice(list(item.documents)) if "document" in state.asks and item.documents else "",
        cost_pence=item.cost if pays else None,
        paid_by=item.pays if pays else "",
        proof=chance.choice(list(item.proofs)) if "proof" in state.asks and item.proofs else "",
    )
