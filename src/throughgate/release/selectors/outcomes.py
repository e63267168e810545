"""What became of stops, as it stands."""

from collections.abc import Iterable

from throughgate.release.models import Became, DayStop, StopOutcome


def last_outcome(stop: DayStop) -> StopOutcome | None:
    """None where nobody has said it, or what was said was taken back. One query."""
    rows = StopOutcome.objects.filter(stop__thread=stop.thread, stop__day=stop.day)
    last = rows.select_related("promise", "entry__person__site", "said_by").last()
    return last if last and last.became != Became.TAKEN_BACK else None


def outcomes_of(stops: Iterable[DayStop]) -> dict[str, StopOutcome]:
    """By the stop's thread, for callers that have checked the stops. One query."""
    found: dict[str, StopOutcome] = {}
    rows = StopOutcome.objects.filter(stop__thread__in=[stop.thread for stop in stops]).order_by("pk")
    for row in rows.select_related("promise", "said_by", "stop"):
        found[row.stop.thread] = row
    return {thread: row for thread, row in found.items() if row.became != Became.TAKEN_BACK}
