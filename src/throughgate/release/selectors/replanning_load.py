"""What a move of several people would put on whom of ours, day by day, beside what is booked for them already."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.release.rules.broken import AtGate, Effect, Kind, Proposal
from throughgate.release.selectors.replanning import Plan


@dataclass(frozen=True)
class Load:
    """`gates`: people whom they would meet; `moved`: other bookings that would come to that day; `already`: what is
    booked that day and stays.
    """

    worker: str
    on: date
    gates: int
    moved: int
    already: int

    @property
    def total(self) -> int:
        return self.gates + self.moved + self.already


def load_of(plans: Iterable[Plan], picked: Mapping[int, Mapping[str, Proposal]], gates: Iterable[AtGate]) -> list[Load]:
    """The fullest days first. Two queries, however many people."""
    meets = Counter((one.worker, one.on) for one in gates)
    moved, going = _moved(plans, picked)
    days = {*meets, *moved}
    workers = {one.ref: one for one in User.objects.filter(ref__in={ref for ref, _ in days})}
    already = _already({workers[ref].pk: ref for ref, _ in days if ref in workers}, {on for _, on in days}, going)
    found = [
        Load(workers[ref].name, on, meets[ref, on], moved[ref, on], already[ref, on])
        for ref, on in days
        if ref in workers
    ]
    return sorted(found, key=lambda one: (-one.total, one.on, one.worker))


def _moved(
    plans: Iterable[Plan], picked: Mapping[int, Mapping[str, Proposal]]
) -> tuple[Counter[tuple[str, date]], set[int]]:
    """Other bookings that go along, by whose they are and to which day; and the ids of all that leave their day."""
    found: Counter[tuple[str, date]] = Counter()
    going: set[int] = set()
    for plan in plans:
        if plan.rows.met and plan.rows.met.booking:
            going.add(plan.rows.met.booking.pk)
        for one in plan.broken:
            proposal = picked[plan.person.pk][one.field]
            if one.kind is Kind.BOOKING and proposal.effect in (Effect.MOVE, Effect.CALL_OFF):
                going.add(plan.rows.bookings[one.key].pk)
            if one.kind is Kind.BOOKING and proposal.effect is Effect.MOVE:
                found[plan.rows.bookings[one.key].worker.ref, date.fromisoformat(proposal.arg)] += 1
    return found, going


def _already(refs: Mapping[int, str], days: Iterable[date], going: Iterable[int]) -> Counter[tuple[str, date]]:
    rows = Booking.objects.filter(Q(worker__in=refs, on__in=days), cancelled_at=None, contact=None, superseded_by=None)
    stay = rows.exclude(pk__in=going).order_by().values_list("worker_id", "on")
    return Counter((refs[worker], on) for worker, on in stay)
