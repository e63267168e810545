"""The pages from readiness to the first home: of somebody with a day planned where there is one."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Assignment, Person
from throughgate.people.services import list_hearing
from throughgate.release.models import DayStop, HomeApplication, Provider

OF_PERSON = (
    "ready", "ready_sheet", "home", "arrange_home", "record_living_place",
    "day", "change_day", "say_who_meets", "add_stop", "type_way", "day_sheet", "meeting_sheet",
)  # fmt: skip


def release_pages(person: Person, worker: User) -> list[tuple[str, str]]:
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    stop = DayStop.objects.filter(day__person__in=mine, day__on__gte=today(), cancelled_at=None, superseded_by=None)
    shown = stop.first()
    about = shown.day.person if shown else person
    listed = [
        ("releases", reverse("release:board")),
        ("releases site", reverse("release:board") + "?scope=site"),
        ("basic", reverse("release:basic", args=[about.ref, "id-documents"])),
        *((name.replace("_", " "), reverse(f"release:{name}", args=[about.ref])) for name in OF_PERSON),
        *(
            (name.replace("_", " "), reverse(f"release:{name}"))
            for name in ("homes", "home_applications", "homes_kept")
        ),
        ("provider new", reverse("release:new_provider")),
    ]
    if shown:
        listed += [(name, reverse(f"release:{name}", args=[shown.ref])) for name in ("change_stop", "cancel_stop")]
    if asked := HomeApplication.objects.filter(person__in=mine, provider__isnull=False).first():
        listed.append(("home application", reverse("release:home_application", args=[asked.ref])))
    provider = Provider.objects.order_by("pk").first()
    if provider:
        names = ("provider", "edit_provider")
        listed += [(name.replace("_", " "), reverse(f"release:{name}", args=[provider.ref])) for name in names]
        applying = f"{reverse('release:apply_for_home', args=[about.ref])}?provider={provider.ref}"
        listed.append(("apply for home", applying))
    return listed + _hearings(person, worker)


def _hearings(person: Person, worker: User) -> list[tuple[str, str]]:
    listed = [("hearing new", reverse("people:list_hearing", args=[person.ref]))]
    hearing = person.hearings.first() or list_hearing(
        by=worker, person=person, kind="oral", on=today(), source="Parole Board"
    )
    return [*listed, ("hearing outcome", reverse("people:hearing_outcome", args=[hearing.ref]))]
