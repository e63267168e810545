from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Forbidden
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.groups.rules.leading import LeadingError
from throughgate.groups.rules.places import PlaceError
from throughgate.handover.forms import AwayForm
from throughgate.handover.rules.moving import spread
from throughgate.handover.selectors.board import access_cover, away_rows, stand_ins_of
from throughgate.handover.selectors.caseload import Caseload, access_worker, caseload_to_hand_on
from throughgate.handover.selectors.groups import GroupHeld, groups_held, standing_in_groups
from throughgate.handover.services import (
    AwayAlreadyError,
    StandIn,
    StandInRefusedError,
    add_stand_ins,
    arrange_cover,
    end_cover,
)
from throughgate.handover.views.words import group_handings
from throughgate.people.rules.around import UnsuitableWorkerError


@require_http_methods(["GET", "HEAD", "POST"])
def show_away(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that a worker is away and who stands in with whom."""
    user = user_of(request)
    worker = access_worker(user, ref)
    caseload = caseload_to_hand_on(user, worker, today(), handed_on=True)
    form = _form(
        request, caseload, groups=groups_held(user, worker, today()), initial={"why": "leave", "from_on": today()}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            cover = arrange_cover(
                by=user,
                worker=worker,
                from_on=said["from_on"],
                to_on=said["to_on"],
                why=said["why"],
                stand_ins=_stand_ins(caseload, form),
                groups=group_handings(form),
            )
            messages.success(request, "Saved. Whoever stands in has the record open to them on these days.")
            return redirect("handover:cover", ref=cover.ref)
        except AwayAlreadyError as clash:
            messages.info(request, str(clash))
            return redirect("handover:cover", ref=clash.cover.ref)
        except (StandInRefusedError, UnsuitableWorkerError, LeadingError, PlaceError, Forbidden) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "worker": worker,
        "form": form,
        "rows": _rows(caseload, form),
        "groups": form.group_rows(),
        "today": today(),
    }
    return render(request, "handover/away.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_cover(request: HttpRequest, ref: str) -> HttpResponse:
    """One time away: who is covered by whom, and who is not yet."""
    user = user_of(request)
    cover = access_cover(user, ref)
    (away,) = away_rows(user, [cover])
    missing = [person.ref for person in away.uncovered]
    over = cover.ended_at is not None or cover.to_on < today()
    caseload = caseload_to_hand_on(user, cover.worker, today(), refs=[] if over else missing, handed_on=True)
    leading = standing_in_groups(cover)
    covered = {row.cohort_id for row in leading}
    groups = [] if over else [one for one in groups_held(user, cover.worker, today()) if one.cohort.pk not in covered]
    form = _form(request, caseload, days=False, groups=groups)
    if request.method == "POST" and not over and form.is_valid():
        try:
            stand_ins = _stand_ins(caseload, form)
            add_stand_ins(by=user, cover=cover, stand_ins=stand_ins, groups=group_handings(form))
            messages.success(request, "Saved.")
            return redirect("handover:cover", ref=cover.ref)
        except (StandInRefusedError, UnsuitableWorkerError, LeadingError, PlaceError) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "cover": cover,
        "away": away,
        "over": over,
        "stand_ins": stand_ins_of(user, cover),
        "form": form,
        "rows": _rows(caseload, form),
        "groups": form.group_rows(),
        "leading": leading,
        "today": today(),
    }
    return render(request, "handover/cover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_end_cover(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    cover = access_cover(user, ref)
    if request.method == "POST":
        end_cover(by=user, cover=cover)
        messages.success(request, "Ended. Nobody stands in any more.")
        return redirect("handover:board")
    begun = cover.from_on <= today()
    return render(request, "handover/end_cover.html", {"cover": cover, "begun": begun, "today": today()})


def _form(
    request: HttpRequest,
    caseload: Caseload,
    *,
    groups: Sequence[GroupHeld],
    days: bool = True,
    initial: Any = None,
) -> AwayForm:
    chosen = spread(list(caseload.handed.values()), caseload.candidates, today(), caseload.barred)
    return AwayForm(
        request.POST or None,
        caseload=caseload,
        today=today(),
        chosen=chosen,
        days=days,
        groups=groups,
        initial=initial or {},
    )


def _stand_ins(caseload: Caseload, form: AwayForm) -> list[StandIn]:
    chosen = form.stand_ins()
    workers = User.objects.in_bulk(set(chosen.values()))
    return [StandIn(person, workers[chosen[person.pk]]) for person in caseload.people if person.pk in chosen]


def _rows(caseload: Caseload, form: AwayForm) -> list[dict[str, Any]]:
    return [
        {"person": person, "field": form.row_of(person), "roles": caseload.handed[person.pk].roles}
        for person in caseload.people
    ]
