"""The line of bookings that one was moved along."""

from collections.abc import Callable, Iterable

from throughgate.casework.models import Booking

Line = list[Booking]


def lines_of(rows: Iterable[Booking]) -> Callable[[Booking], Line]:
    """For a booking: those that it took the place of, the first of them first. One query, none where nothing moved."""
    people = {row.person_id for row in rows if row.supersedes_id}
    known = {one.pk: one for one in Booking.objects.filter(person__in=people)} if people else {}

    def line_of(row: Booking) -> Line:
        line: Line = []
        before = row.supersedes_id
        while before is not None and before in known:
            line.insert(0, known[before])
            before = known[before].supersedes_id
        return line

    return line_of
