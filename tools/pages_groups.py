"""Groups: the list, the fullest one with its register, sheet and pack, one with a waiting list, and the calendar."""

from django.db.models import Count, Q
from django.urls import reverse

from throughgate.groups.models import Cohort, Place


def group_pages() -> list[tuple[str, str]]:
    listed = [("groups", reverse("groups:list")), ("group new", reverse("groups:new"))]
    taken = Count("places", filter=Q(places__taken_on__isnull=False, places__left_on__isnull=True))
    cohort = Cohort.objects.filter(closed_on=None).annotate(taken=taken).order_by("-taken", "pk").first()
    if cohort is None:
        return listed
    known = {"ref": cohort.ref}
    session = cohort.sessions.filter(superseded_at=None).order_by("number").first()
    listed += [
        ("group", reverse("groups:cohort", kwargs=known)),
        ("group leaders", reverse("groups:leaders", kwargs=known)),
        ("group sheet", reverse("groups:sheet", kwargs=known)),
    ]
    listed += [
        ("group pack", reverse("groups:pack", kwargs=known)),
        ("group join", reverse("groups:ask", kwargs=known)),
    ]
    listed.append(("group calendar", reverse("groups:calendar", kwargs={"code": cohort.site.code})))
    if session:
        listed.append(("group register", reverse("groups:register", kwargs={"ref": session.ref})))
        listed.append(("group delivered", reverse("groups:delivered", kwargs={"ref": session.ref})))
    waits = Place.objects.filter(offered_on=None, left_on=None).select_related("cohort").first()
    if waits:
        listed.append(("group waiting", reverse("groups:cohort", kwargs={"ref": waits.cohort.ref})))
    return listed
