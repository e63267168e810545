"""What is due of programmes and has another day once a release moves, as far as something has to be done about it."""

from collections.abc import Iterable, Iterator

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.programmes.models import Enrolment
from throughgate.release.rules.broken import Due
from throughgate.release.rules.moving import Moved
from throughgate.release.selectors.replanning_dates import MovedLine, MovedPart


def due_of(user: User, parts: Iterable[MovedPart]) -> Iterator[Due]:
    for part, line in _lines(parts):
        moved = line.moved
        if moved.becomes is None or moved.was_overdue:
            continue
        may_waive = not moved.is_new and can(user, Action.DELIVER, part.enrolment)
        yield Due(
            key=_key(part, moved),
            title=line.title,
            was=moved.was,
            becomes=moved.becomes,
            reasons=part.model.reasons_for(moved.element) if may_waive else {},
        )


def moved_of(parts: Iterable[MovedPart], key: str) -> tuple[Enrolment, Moved]:
    """The commitments behind one of them."""
    return next((part.enrolment, line.moved) for part, line in _lines(parts) if _key(part, line.moved) == key)


def _lines(parts: Iterable[MovedPart]) -> Iterator[tuple[MovedPart, MovedLine]]:
    for part in parts:
        for line in part.rows:
            yield part, line


def _key(part: MovedPart, moved: Moved) -> str:
    return f"{part.enrolment.ref}-{moved.element}-{moved.spell}-{moved.ordinals[0]}"
