"""What several pages of this room share."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from throughgate.programmes.models import Enrolment


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty post is one, and comes back with its errors."""
    return request.POST if request.method == "POST" else None


def enrolment_url(enrolment: Enrolment) -> str:
    return reverse("programmes:enrolment", kwargs={"ref": enrolment.ref})
