"""Which of the needs and strengths that answers speak for are put to the person now, and which have been settled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughgate.story.grammar import Item
from throughgate.story.models import Status
from throughgate.story.rules.answers import Answer, Value
from throughgate.story.rules.conditions import is_met
from throughgate.story.rules.needs import Finding


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer as something to go by: the same words said again are the same reason."""

    item: str
    value: Value | None


def reason_of(answer: Answer) -> Reason:
    return Reason(answer.item, answer.value)


@dataclass(frozen=True, slots=True)
class Noted:
    """A need or strength that is noted already. A strength has no status; `since` is the day of the need's."""

    key: str
    status: str = ""
    since: date = date.min
    rests_on: Reason | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """Something to put to the person, and the answers that speak for it."""

    key: str
    because: tuple[Answer, ...]


def suggest(
    findings: Iterable[Finding], noted: Iterable[Noted], aside: Collection[tuple[str, Reason]]
) -> tuple[Suggested, ...]:
    """What is not noted yet, or was met or declined before they said this. `aside`: put to them, and they said no."""
    standing: dict[str, list[Noted]] = {}
    for one in noted:
        standing.setdefault(one.key, []).append(one)
    found = []
    for finding in findings:
        because = tuple(one for one in finding.because if (finding.key, reason_of(one)) not in aside)
        ours = standing.get(finding.key, [])
        new = tuple(one for one in because if not any(_is_settled(mine, one) for mine in ours))
        if new:
            found.append(Suggested(finding.key, new))
    return tuple(found)


def _is_settled(noted: Noted, answer: Answer) -> bool:
    """What was met may come back, and whoever declined may think again; in both cases only something new says so."""
    if noted.status == Status.MET:
        return answer.answered_on <= noted.since
    if noted.status == Status.DECLINED:
        return answer.answered_on <= noted.since or reason_of(answer) == noted.rests_on
    return True


@dataclass(frozen=True, slots=True)
class Changed:
    """What a need or strength rests on was answered otherwise since. No `answer`: it was taken back."""

    item: str
    answer: Answer | None


def what_changed(
    key: str,
    rests_on: Answer,
    current: Mapping[str, Answer],
    items: Mapping[str, Item],
    likely: Collection[str],
) -> Changed | None:
    """None while any answer speaks for `key`. The same words may be idle now: what they hang on was answered anew."""
    if key in likely:
        return None
    now = current.get(rests_on.item)
    if now is None or reason_of(now) != reason_of(rests_on):
        return Changed(rests_on.item, now)
    hangs_on = items[rests_on.item].asked_if if rests_on.item in items else None
    while hangs_on and hangs_on.item in items:
        if not is_met(hangs_on, items, current):
            return Changed(hangs_on.item, current.get(hangs_on.item))
        hangs_on = items[hangs_on.item].asked_if
    return None
