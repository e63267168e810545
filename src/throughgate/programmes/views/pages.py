"""What several pages of this room share."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.programmes.grammar import Element, ProgrammeModel
from throughgate.programmes.models import Enrolment
from throughgate.record.kinds import Kind, kind_of


def user_of(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else in
    return user


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty post is one, and comes back with its errors."""
    return request.POST if request.method == "POST" else None


def enrolment_url(enrolment: Enrolment) -> str:
    return reverse("programmes:enrolment", kwargs={"ref": enrolment.ref})


def record_url(enrolment: Enrolment, model: ProgrammeModel, key: str) -> str:
    """The form that records what meets this commitment, filled in as far as the model tells."""
    kind, subject = _asked_by(model, key)
    if kind is None:
        return ""
    asked = {"person": enrolment.person.ref, "kind": kind.code, "enrolment": enrolment.ref}
    asked |= {"subject": subject} if subject else {}
    return f"{reverse('casework:record' if kind.contact else 'casework:done')}?{urlencode(asked)}"


def icon_of(model: ProgrammeModel, key: str) -> str:
    kind, _ = _asked_by(model, key)
    return kind.icon if kind else "clock"


def _asked_by(model: ProgrammeModel, key: str) -> tuple[Kind | None, str]:
    """The kind of entry that is offered for a commitment, a contact where there is a choice, and its subject."""
    part = model.part_of(key)
    if part is None:
        return None, ""
    if not isinstance(part, Element):
        return kind_of("measure"), key.removeprefix("measure:")
    known = [kind_of(code) for code in part.kinds]
    return next((one for one in known if one.contact), known[0]), part.subject or ""
