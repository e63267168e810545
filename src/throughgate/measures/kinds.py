"""The door of a measure that a programme asks for, and of an answer that has to be followed up."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.measures.selectors.instruments import instrument_called
from throughgate.programmes.doors import register_door, register_promise_door

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise


def register_doors() -> None:
    register_door("measure", _door)
    register_promise_door("measure", _promise_url, icon="warning")


def _door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """ "" for a tool that is not here: that is recorded by hand."""
    instrument = instrument_called(asked.tool)
    if instrument is None:
        return ""
    url = reverse("measures:start", kwargs={"ref": person.ref, "slug": instrument.slug})
    return f"{url}?{urlencode({'for': asked.subject})}"


def _promise_url(promise: "Promise") -> str:
    return reverse("measures:promised", kwargs={"ref": promise.ref})
