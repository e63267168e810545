"""The pages of hand-overs that are worth a picture: (name, path)."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.handover.models import Cover, HandOver
from throughgate.people.models import Assignment


def handing_managed(worker: User) -> list[tuple[str, str]]:
    return [
        ("hand-overs", reverse("handover:board")),
        ("hand-over of a caseload", reverse("handover:caseload", args=[worker.ref])),
        ("cover to arrange", reverse("handover:away", args=[worker.ref])),
        ("cover", reverse("handover:cover", args=[Cover.objects.latest("pk").ref])),
        ("cover end", reverse("handover:end_cover", args=[Cover.objects.latest("pk").ref])),
        ("hand-over take back", reverse("handover:take_back", args=[_waiting(worker).ref])),
        ("hand-over add", reverse("handover:add", args=[_waiting(worker).ref])),
        ("continuity", reverse("handover:continuity")),
    ]


def handing_received(worker: User) -> list[tuple[str, str]]:
    """One that waits to be read, in what its receiver sees."""
    row = _waiting(worker)
    mine = Assignment.objects.filter(worker=worker, to_on=None, covers=None).earliest("pk")
    names = ("hand_over", "tell", "letter", "met")
    return [
        *(
            (f"hand-over {name.removeprefix('hand_over')}".strip(), reverse(f"handover:{name}", args=[row.ref]))
            for name in names
        ),
        ("hand-overs of a person", reverse("handover:person", args=[row.person.ref])),
        ("hand-over sheet", reverse("handover:sheet", args=[row.person.ref])),
        ("hand-over write", reverse("handover:write", args=[mine.person.ref])),
    ]


def _waiting(worker: User) -> HandOver:
    row = HandOver.objects.filter(receiver=worker, acknowledged_at=None).first()
    if row is None:
        raise RuntimeError("The demonstration has no hand-over for its worker.")
    return row
