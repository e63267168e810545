from collections.abc import Iterator

import pytest

from throughgate.people.changes import facts_changed
from throughgate.people.models import Person
from throughgate.sites.models import Site


@pytest.fixture
def settled() -> Iterator[list[Person]]:
    """Whose commitments were settled anew, once per announcement."""
    heard: list[Person] = []

    def hear(sender, people, **kwargs):
        heard.extend(people)

    facts_changed.connect(hear)
    yield heard
    facts_changed.disconnect(hear)


@pytest.fixture
def unserved(db) -> Site:
    """A prison of the register where the organisation does not work."""
    return Site.objects.create(code="ZZI", name="Zeal (HMP)")
