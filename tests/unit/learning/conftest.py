"""Jo is on Alice's caseload at Send; Bob works there and not with Jo; Mona manages; Charlie works elsewhere."""

from collections.abc import Callable

import pytest

from throughgate.common.clock import today
from throughgate.learning.loading import questions
from throughgate.learning.models import Feedback, LogItem
from throughgate.learning.services.feedback import finish_feedback, give_answer, open_feedback
from throughgate.learning.services.log import note_item

WORDS = "Ring when you say you will"


@pytest.fixture
def gives() -> Callable[..., Feedback]:
    def give(by, person, *, is_kept=False, choice="never", words=WORDS, how="alone", **known) -> Feedback:
        on = known.pop("on", today())
        row = open_feedback(by=by, person=person, how=how, on=on, is_kept=is_kept, **known)
        for key, one in questions().questions.items():
            said = {"words": words} if one.is_open else {"choice": choice if choice in one.answers else "a-bit"}
            give_answer(by=by, feedback=row, question=key, **said)
        return finish_feedback(by=by, feedback=row)

    return give


@pytest.fixture
def item(mona, send) -> LogItem:
    return note_item(by=mona, site=send, source="person", happened="Calls come late", heard_on=today())
