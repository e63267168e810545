"""Programme models as they stand in the database. No person hangs on them; who may read them is an ability."""

from datetime import timedelta
from hashlib import sha256

from django.db.models import Count, Q, QuerySet

from throughgate.access.policy import Ability, Hidden, require
from throughgate.accounts.models import User
from throughgate.audit.models import Event
from throughgate.programmes.models import ModelStatus, ProgrammeModel

PUBLISHED = "model.published"
ONE_ACT = timedelta(minutes=10)
"""The row and its line in the trail are written in one transaction; it is looked for by its time, which is indexed."""


def plain_text(text: str) -> str:
    return text.replace("\r\n", "\n")


def digest_of(text: str) -> str:
    return sha256(plain_text(text).encode()).hexdigest()


def subject_of(row: ProgrammeModel) -> str:
    return f"model {row.slug} {row.version}"


def list_models(user: User) -> QuerySet[ProgrammeModel]:
    """Every version, newest first within its programme, with how many people are on it. Raises Forbidden."""
    require(user, Ability.SEE_PROGRAMMES)
    on_it = Count("enrolments", filter=Q(enrolments__left_on__isnull=True))
    return ProgrammeModel.objects.defer("source").annotate(on_it=on_it).order_by("title", "slug", "-version")


def get_model(user: User, slug: str, version: int | None = None) -> ProgrammeModel:
    """The version asked for, else the newest in use (else the newest there is). Raises Forbidden, Hidden."""
    require(user, Ability.SEE_PROGRAMMES)
    rows = ProgrammeModel.objects.filter(slug=slug).order_by("-version")
    if version is not None:
        found = rows.filter(version=version).first()
    else:
        found = rows.filter(status=ModelStatus.PUBLISHED).first() or rows.first()
    if found is None:
        raise Hidden()
    return found


def origin_of(row: ProgrammeModel) -> str:
    """The organisation that this version was taken over from, as the trail tells; empty where it was added by hand."""
    near = (row.added_at - ONE_ACT, row.added_at + ONE_ACT)
    events = Event.objects.filter(action=PUBLISHED, subject=subject_of(row), at__range=near)
    return next((event.details["came_from"] for event in events if "came_from" in event.details), "")
