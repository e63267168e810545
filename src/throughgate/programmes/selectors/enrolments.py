from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.programmes.models import Commitment, Enrolment, Hold, ModelStatus, ProgrammeModel, Waiver


def access_enrolment(
    user: User, ref: str, *, action: Action = Action.VIEW, page: str = "enrolment", audit: bool = True
) -> Enrolment:
    """The enrolment with this reference, if the user may do `action`; the read is audited.

    Raises Hidden where the user may not know of the person, Forbidden where they may see but not act.
    """
    rows = Enrolment.objects.select_related("person__site", "model", "site").defer("model__source")
    enrolment = rows.filter(ref=ref).first()
    if enrolment is None:
        raise Hidden()
    check(user, action, enrolment)
    if audit:
        record_event(by=user, action="person.read", person=enrolment.person, subject=page)
    return enrolment


def commitments_of(user: User, enrolment: Enrolment) -> Sequence[Commitment]:
    """What the model asks for on this enrolment, then what is promised for it, as far as the reader may read it."""
    rows = Commitment.objects.filter(Q(enrolment=enrolment) | Q(promise__enrolment=enrolment, is_next=True))
    joined = visible(user, rows).select_related("person", "promise", "worker")
    return list(joined.order_by(F("promise_id").asc(nulls_first=True), "spell", "pk"))


def waivers_of(enrolment: Enrolment) -> dict[tuple[str, int, int], Waiver]:
    rows = Waiver.objects.filter(enrolment=enrolment, withdrawn_at__isnull=True).select_related("added_by")
    return {(row.element, row.spell, row.ordinal): row for row in rows}


def commitment_of(enrolment: Enrolment, pk: int) -> Commitment:
    """Raises Hidden where this enrolment has no such commitment (any more)."""
    found = Commitment.objects.filter(enrolment=enrolment, pk=pk).first()
    if found is None:
        raise Hidden()
    return found


def choices_of_models(person: Person) -> QuerySet[ProgrammeModel]:
    """The newest version in use of each programme that the person is not on now."""
    now_on = Enrolment.objects.filter(person=person, left_on__isnull=True).values("model__slug")
    rows = ProgrammeModel.objects.filter(status=ModelStatus.PUBLISHED).exclude(slug__in=now_on).defer("source")
    newest: dict[str, int] = {}
    for slug, pk in rows.order_by("slug", "version").values_list("slug", "pk"):
        newest[slug] = pk
    return rows.filter(pk__in=newest.values()).order_by("title")


def newer_versions(enrolment: Enrolment) -> QuerySet[ProgrammeModel]:
    """Other versions in use of the same programme, the newest first."""
    rows = ProgrammeModel.objects.filter(slug=enrolment.model.slug, status=ModelStatus.PUBLISHED)
    return rows.exclude(pk=enrolment.model_id).defer("source").order_by("-version")


def waiver_of(enrolment: Enrolment, pk: int) -> Waiver:
    """Raises Hidden."""
    found = Waiver.objects.select_related("enrolment__person__site").filter(enrolment=enrolment, pk=pk).first()
    if found is None:
        raise Hidden()
    return found


def holds_of(enrolment: Enrolment) -> Sequence[Hold]:
    return list(Hold.objects.filter(enrolment=enrolment).order_by("-from_on"))
