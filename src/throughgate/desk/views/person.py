from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.plan_short import plan_on_person_page
from throughgate.casework.views.booking_words import now_on_person_page
from throughgate.common.clock import today
from throughgate.desk.rules.landmarks import walked_before
from throughgate.desk.rules.words import age_on, day_words, out_words, release_words
from throughgate.desk.selectors import person as reads
from throughgate.desk.selectors.timeline import TimelinePage, timeline_page
from throughgate.desk.views.rows import own_rows, record_url
from throughgate.handover.selectors.documents import hand_overs_on_person_page
from throughgate.measures.views.glance import last_measured
from throughgate.people.models import MoveKind, Person
from throughgate.people.selectors import PersonHeading, access_person, heading_of
from throughgate.people.selectors.circle import around_on_person_page
from throughgate.programmes.rules import STAGES
from throughgate.record.kinds import GROUPS
from throughgate.release.selectors.basics import readiness_of
from throughgate.release.selectors.home import home_on_person_page
from throughgate.release.views.basic_words import ready_on_person_page
from throughgate.story.selectors.glance import glance_of
from throughgate.story.selectors.meeting import when_you_meet
from throughgate.story.selectors.needs import needs_on_person_page
from throughgate.web.pictures import draw_bar

# In these stages what has been done says more than the stage does.
MOVING = ("enrolled", "on_programme")
LAST_MEASURED = 3  # on the page; all of them on the page of measures


@require_safe
@vary_on_headers("HX-Request")
def show_person(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole page; for htmx, which asks when the filter or the page of the timeline changes, the timeline alone."""
    user = user_of(request)
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # set by HtmxMiddleware
    person = access_person(user, ref, page="timeline" if part else "person")
    moments = timeline_page(
        user, person, group=request.GET.get("group", ""), number=_number(request.GET.get("page", ""))
    )
    context = {"person": person, "today": today(), **_timeline(person, moments)}
    if part:
        return render(request, "desk/_timeline.html", context)
    heading = heading_of(user, person, today())
    return render(request, "desk/person.html", context | _about(user, heading) | _buttons(heading))


def _about(user: User, heading: PersonHeading) -> dict[str, Any]:
    on, person = heading.today, heading.person
    standing = reads.standing_of(heading)
    promised = reads.due_of(user, person)
    programmes = promised.programmes
    workers = reads.workers_around(heading)
    walk = reads.walk_of(user, person, standing, programmes, on)
    lines, due = reads.next_lines(user, person, promised, workers, on)
    return {
        "heading": heading,
        "age": age_on(person.born_on, on),
        "standing_words": _standing_words(standing, on),
        "path": reads.path_of(walk, standing),
        "before_words": _before_words(standing, walked_before(walk)),
        "next": own_rows(lines, on),
        "due_in_all": due,
        "around": around_on_person_page(user, heading, on),
        "now": now_on_person_page(user, person, on),
        "handing": hand_overs_on_person_page(user, person, on),
        "meeting": when_you_meet(user, person),
        "told": glance_of(user, person, on),
        "measured": last_measured(user, person)[:LAST_MEASURED],
        "noted": needs_on_person_page(user, person),
        "plan_short": plan_on_person_page(user, person, on),
        "home": home_on_person_page(
            person, is_out=heading.released_on is not None, release_on=standing.release_on, today=on
        ),
        "ready": ready_on_person_page(user, person, readiness_of(user, person, on, heading.moves), on),
        "programmes": [_programme(each) for each in programmes if each.enrolment.left_on is None],
        "left": [{"title": each.title, "on": each.enrolment.left_on} for each in programmes if each.enrolment.left_on],
    }


def _programme(each: reads.OnProgramme) -> dict[str, Any]:
    done, of, stage = each.progress.done, each.progress.of, each.enrolment.stage
    return {
        "title": each.title,
        "words": each.progress.words if stage in MOVING else STAGES.get(stage, stage),
        "since": each.enrolment.enrolled_on,
        "url": reverse("programmes:enrolment", kwargs={"ref": each.enrolment.ref}),
        "bar": draw_bar(done, of, "action") if of else "",
    }


def _standing_words(standing: reads.Standing, on: date) -> str:
    if standing.inside:
        back = "Back in custody. " if standing.before else ""
        return back + release_words(standing.release_on, on)
    return out_words(standing.released_on, on) if standing.released_on else "In the community"


def _before_words(standing: reads.Standing, reached: str) -> str:
    """What a return to custody interrupted: the walk is kept, in words."""
    if standing.before is None or standing.before.returned_on is None:
        return ""
    returned = (
        "recalled to custody" if standing.returned_as == MoveKind.RECALLED else "back in custody on a new sentence"
    )
    words = f"{returned} on {day_words(standing.before.returned_on)}."
    if standing.before.release_on:
        words = f"out through the gate on {day_words(standing.before.release_on)}, {words}"
    return f"{words[0].upper()}{words[1:]} {reached}".strip()


def _buttons(heading: PersonHeading) -> dict[str, Any]:
    """Where to go next; empty where this reader may not. The button in the frame knows whom it is about, too."""
    ref = heading.person.ref
    record = {"record_url": record_url(heading.person)} if heading.can_record else {}
    return record | {
        "date_url": reverse("release:move_date", kwargs={"ref": ref}) if heading.can_edit else "",
        "move_url": reverse("people:record_move", kwargs={"ref": ref}) if heading.can_edit else "",
        "enrol_url": reverse("programmes:enrol", kwargs={"ref": ref}) if heading.can_deliver else "",
    }


def _timeline(person: Person, moments: TimelinePage) -> dict[str, Any]:
    filters = [{"label": "Everything", "url": _page_url(person), "current": not moments.group}]
    filters += [
        {"label": label, "url": _page_url(person, code), "current": moments.group == code}
        for code, label in GROUPS.items()
    ]
    return {
        "timeline": moments,
        "filters": filters,
        "group_label": GROUPS.get(moments.group, ""),
        "newer_url": _page_url(person, moments.group, moments.newer) if moments.newer else "",
        "older_url": _page_url(person, moments.group, moments.older) if moments.older else "",
    }


def _page_url(person: Person, group: str = "", number: int = 1) -> str:
    asked = ({"group": group} if group else {}) | ({"page": str(number)} if number > 1 else {})
    url = reverse("desk:person", kwargs={"ref": person.ref})
    return f"{url}?{urlencode(asked)}" if asked else url


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
