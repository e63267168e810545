"""Programme models as they stand in the database. No person hangs on them; who may read them is an ability."""

from django.db.models import Count, Q, QuerySet

from throughgate.access.policy import Ability, Hidden, require
from throughgate.accounts.models import User
from throughgate.programmes.models import ModelStatus, ProgrammeModel


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
