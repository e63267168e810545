"""What reports write into the ledger, and the doors that lead to them.

`report`, which programme models ask for, is written when a report is sent; a paper of another kind is recorded by hand.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register
from throughgate.reports.loading import templates

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

REPORT, FROZEN = "report", "report-frozen"


def register_kinds() -> None:
    register(Kind(FROZEN, "Report finished", "report", "plan", plain="a report about you was finished"))
    register_door(REPORT, _door)
    register_promise_door("report", _promise_url, icon="report")


def _door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """ "" for a report without a template: that is recorded by hand."""
    if asked.subject not in templates():
        return ""
    return f"{reverse('reports:new', args=[person.ref])}?{urlencode({'template': asked.subject})}"


def _promise_url(promise: "Promise") -> str:
    return reverse("reports:promised", kwargs={"ref": promise.ref})
