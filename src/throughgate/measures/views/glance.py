"""The last result of each measure, for the pages of other rooms."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.measures.selectors.sittings import latest_of
from throughgate.measures.views.words import result_words
from throughgate.people.models import Person
from throughgate.story.asked_for import LastMeasured, measures


def last_measured(user: User, person: Person) -> list[LastMeasured]:
    return [
        LastMeasured(
            row.title,
            result_words(row),
            row.on,
            reverse("measures:over_time", kwargs={"ref": person.ref, "slug": row.instrument}),
        )
        for row in latest_of(user, person)
    ]


def register_glance() -> None:
    measures.last = last_measured
