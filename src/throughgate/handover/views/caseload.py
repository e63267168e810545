from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.bookings import brought_together
from throughgate.common.clock import today
from throughgate.groups.rules.leading import LeadingError
from throughgate.groups.rules.places import PlaceError
from throughgate.handover.forms import CaseloadForm
from throughgate.handover.models import HandOver, Why
from throughgate.handover.rules.moving import Checked, spread, together_from
from throughgate.handover.selectors.caseload import Caseload, access_worker, caseload_to_hand_on
from throughgate.handover.selectors.groups import groups_held
from throughgate.handover.services import (
    DayRefusedError,
    Handing,
    HandOverRefusedError,
    check_hand_overs,
    give_hand_overs,
)
from throughgate.handover.views.words import group_handings
from throughgate.people.services.handing import BeginsLaterError, NothingToHandOnError


@require_http_methods(["GET", "HEAD", "POST"])
def show_caseload(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose, look at every problem, then hand over: all of them in one act. `?person=` narrows it to one."""
    user = user_of(request)
    worker = access_worker(user, ref)
    asked = request.GET.get("person", "")
    caseload = caseload_to_hand_on(user, worker, today(), refs=[asked] if asked else None)
    groups = [] if asked else groups_held(user, worker, today())
    chosen = spread(list(caseload.handed.values()), caseload.candidates, today(), caseload.barred)
    form = CaseloadForm(
        request.POST or None,
        caseload=caseload,
        today=today(),
        chosen=chosen,
        groups=groups,
        initial={"why": Why.CHANGE if asked or worker.is_active else Why.LEAVES},
    )
    checked: Sequence[Checked] = ()
    if request.method == "POST" and form.is_valid():
        receivers = form.receivers()
        checked = _check(user, caseload, receivers, form)
        if not receivers and not form.group_receivers():
            form.add_error(None, "Everybody stays. Choose who takes over at least one of them.")
        given = _give(user, caseload, receivers, form) if _is_asked_to_give(request, checked, form) else None
        if given is not None:
            _say(request, worker, given, len(form.group_receivers()))
            return redirect(_after(given, asked))
        form = form if form.errors else _settled(form, caseload, chosen)
    return render(request, "handover/caseload.html", _context(worker, caseload, form, checked, asked))


def _is_asked_to_give(request: HttpRequest, checked: Sequence[Checked], form: CaseloadForm) -> bool:
    stopped = any(one.is_stopped for one in checked) or any(row["problem"] for row in form.group_rows(checked=True))
    return "give" in request.POST and not form.errors and not stopped


def _check(user: User, caseload: Caseload, receivers: Mapping[int, int | None], form: CaseloadForm) -> list[Checked]:
    from_on = form.cleaned_data["from_on"]
    workers = User.objects.in_bulk([pk for pk in receivers.values() if pk])
    takers = {person: workers[to] for person, to in receivers.items() if to in workers}
    first = together_from(from_on, form.cleaned_data["overlap"], today())
    found = check_hand_overs(
        caseload, receivers, from_on, brought_together(user, caseload.worker, takers, first) if takers else ()
    )
    return [one for one in found if one.handed.person_id in receivers]


def _give(
    user: User, caseload: Caseload, receivers: Mapping[int, int | None], form: CaseloadForm
) -> list[HandOver] | None:
    said = form.cleaned_data
    workers = User.objects.in_bulk([pk for pk in receivers.values() if pk])
    handings = [Handing(p, workers[to]) for p in caseload.people if (to := receivers.get(p.pk)) in workers]
    try:
        return give_hand_overs(
            by=user,
            giver=caseload.worker,
            handings=handings,
            why=said["why"],
            from_on=said["from_on"],
            overlap=said["overlap"],
            groups=group_handings(form),
        )
    except DayRefusedError as refusal:
        form.add_error("from_on", str(refusal))
    except (HandOverRefusedError, NothingToHandOnError, BeginsLaterError, LeadingError, PlaceError):
        form.add_error(None, "Something changed while you were choosing, so nobody was handed over. Look again below.")
    return None


def _settled(form: CaseloadForm, caseload: Caseload, chosen: Any) -> CaseloadForm:
    """The same choices with “everybody” written into each row, so that single ones can still be changed."""
    again = CaseloadForm(form.settled(), caseload=caseload, today=today(), chosen=chosen, groups=form.groups)
    again.is_valid()
    return again


def _say(request: HttpRequest, worker: User, given: Sequence[HandOver], groups: int) -> None:
    people = [f"{len(given)} {'person' if len(given) == 1 else 'people'}"] if given else []
    words = " and ".join([*people, *([f"{groups} {'group' if groups == 1 else 'groups'}"] if groups else [])])
    verb = "is" if len(given) + groups == 1 else "are"
    messages.success(request, f"{words} {verb} handed over from {worker.name}. Now they have to be told.")


def _after(given: Sequence[HandOver], asked: str) -> str:
    return reverse("handover:hand_over", args=[given[0].ref]) if asked and given else reverse("handover:board")


def _context(
    worker: User, caseload: Caseload, form: CaseloadForm, checked: Sequence[Checked], asked: str
) -> dict[str, Any]:
    by_person = {one.handed.person_id: one for one in checked}
    stopped = sum(one.is_stopped for one in checked)
    looked = bool(checked) or (form.is_bound and bool(form.groups) and not form.errors)
    groups = form.group_rows(checked=looked)
    going = len(form.group_receivers()) if looked else 0
    stopped += sum(bool(row["problem"]) for row in groups)
    return {
        "worker": worker,
        "form": form,
        "one": caseload.people[0] if asked and len(caseload.people) == 1 else None,
        "rows": [
            {
                "person": person,
                "field": form.row_of(person),
                "roles": caseload.handed[person.pk].roles,
                "checked": by_person.get(person.pk),
            }
            for person in caseload.people
        ],
        "checked": checked,
        "groups": groups,
        "looked": looked,
        "going": len(checked) + going,
        "groups_going": going,
        "day": getattr(form, "cleaned_data", {}).get("from_on"),
        "stopped": stopped,
        "to_know": _to_know(checked),
        "goes_to": _goes_to(checked),
        "can_give": looked and bool(len(checked) + going) and not stopped and not form.errors,
        "back_url": reverse("handover:person", args=[asked]) if asked else reverse("handover:board"),
        "today": today(),
    }


def _to_know(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """What stands against nothing and is yet to be known, each once, whatever concerns most of them first."""
    counts = Counter(words for one in checked for words in {said.words for said in one.problems if not said.stops})
    return [{"words": words, "people": count} for words, count in counts.most_common()]


def _goes_to(checked: Sequence[Checked]) -> list[str]:
    counts: dict[str, int] = {}
    for one in checked:
        if one.receiver:
            counts[one.receiver.name] = counts.get(one.receiver.name, 0) + 1
    return [f"{count} to {name}" for name, count in sorted(counts.items())]
