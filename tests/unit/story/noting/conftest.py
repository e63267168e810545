"""What somebody said, written through the same service as the pages use."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from throughgate.common.clock import today as now
from throughgate.story.models import Answer
from throughgate.story.services.answering import record_answer


@pytest.fixture
def ago() -> Callable[[int], date]:
    return lambda days: now() - timedelta(days=days)


@pytest.fixture
def told(person, alice, ago) -> Callable[..., Answer]:
    """`told("living-now", "friends")`: Jo said so, to Alice unless another is named, ten days ago unless otherwise."""

    def tell(item, value, *, by=alice, days=10):
        return record_answer(by=by, person=person, item=item, value=value, answered_on=ago(days))

    return tell
