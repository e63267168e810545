"""What every page of this room asks of a request: who is asking, and where they came from."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from throughgate.people.models import Person


def way_back(request: HttpRequest, person: Person | None = None) -> str:
    """The page of ours they came from, else the person's page, else Today."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("desk:person", kwargs={"ref": person.ref}) if person else reverse("desk:today")
