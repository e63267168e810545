from collections.abc import Callable
from datetime import date

import pytest

from throughgate.access.policy import Sensitivity
from throughgate.record.models import Entry
from throughgate.record.services import write_entry


@pytest.fixture
def write(alice, person) -> Callable[..., Entry]:
    """Write an entry about the person, as Alice unless the test says otherwise."""

    def _write(summary: str = "Talked about home", **fields) -> Entry:
        return write_entry(
            **{"by": alice, "person": person, "kind": "one-to-one", "on": date(2026, 11, 19), "summary": summary}
            | fields
        )

    return _write


@pytest.fixture
def clinical(write, carol, carols) -> Entry:
    return write("Therapy", by=carol, kind="individual-therapy", sensitivity=Sensitivity.CLINICAL)
