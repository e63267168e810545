"""When a conviction is spent, by the rows of the law. What is not known is said, never guessed. No legal advice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from throughgate.common.durations import add_months
from throughgate.work.rehabilitation_file import DrawsOut, Kind, Law, Regime

CUSTODY, SUSPENDED, NEVER = "custody", "suspended", "never"
SENTENCED = {
    CUSTODY: "Prison or detention",
    SUSPENDED: "Suspended prison sentence",
    NEVER: "Life, for public protection (IPP, DPP) or extended",
}
ADD_UP, AT_ONE_TIME = "consecutive", "concurrent"


@dataclass(frozen=True)
class Sentence:
    """`months`: the length of custody. `over`: some days more than those months. `ends_on`: the last day of licence or
    of the order. `is_endless`: the order says that it has no end, or holds until a court says otherwise.
    """

    kind: str
    months: int | None = None
    over: bool = False
    ends_on: date | None = None
    names_no_end: bool = False
    is_endless: bool = False
    paid_on: date | None = None
    schedule_18: bool | None = None


@dataclass(frozen=True)
class Conviction:
    """`under_18`: when convicted. `summary_only`: an offence that only a magistrates' court can try. `specified`: on
    the list of offences that are never filtered. None: not known.
    """

    convicted_on: date | None
    sentences: tuple[Sentence, ...]
    under_18: bool | None = None
    summary_only: bool | None = None
    specified: bool | None = None


@dataclass(frozen=True)
class Answer:
    """`spent_from`: the first day on which it is spent. Neither that nor `is_never`: it cannot be said, `because`."""

    spent_from: date | None = None
    is_never: bool = False
    because: str = ""
    rows: tuple[str, ...] = ()
    drawn_out: bool = False
    is_unspent: bool = False  # without a day on which that ends
    at_latest: date | None = None  # of one that cannot be said, where there is such a day

    @property
    def is_known(self) -> bool:
        return self.is_never or self.spent_from is not None

    def is_spent(self, today: date) -> bool:
        return self.spent_from is not None and self.spent_from <= today

    def is_over(self, day: date) -> bool:
        """Spent by then for certain, whatever else is not known."""
        latest = self.spent_from or self.at_latest
        return latest is not None and latest <= day


def unknown(because: str, *rows: str) -> Answer:
    return Answer(because=because, rows=rows)


def months_from(day: date, months: int) -> date:
    """The first day after a period of so many months that begins with `day`: of 29 February and a year, 1 March."""
    end = add_months(day, months)
    return end if end.day == day.day else end + timedelta(days=1)


def joined(terms: Sequence[Sentence], how: str) -> Sentence:
    """Terms of custody of the same proceedings count as one: those that follow each other add up."""
    known = [one.months for one in terms if one.months is not None]
    last = [one.ends_on for one in terms if one.ends_on]
    longest = max(known, default=None)
    months = sum(known) if how == ADD_UP else longest
    over = any(one.over for one in terms if how == ADD_UP or one.months == longest)
    flags = {one.schedule_18 for one in terms}
    return replace(
        terms[0],
        months=months if len(known) == len(terms) else None,
        over=over,
        ends_on=max(last) if len(last) == len(terms) else None,
        schedule_18=True if True in flags else (None if None in flags else False),
    )


def spent(convictions: Sequence[Conviction], law: Law, today: date) -> list[Answer]:
    """One answer for each, a later conviction reckoned in. In the order given."""
    regime = law.regime_on(today)
    if regime is None:
        return [unknown("no rows of the law are kept for this day")] * len(convictions)
    alone = [_alone(one, regime) for one in convictions]
    return _drawn_out(convictions, alone, regime)


def _alone(one: Conviction, regime: Regime) -> Answer:
    if one.convicted_on is None:
        return unknown("the day of the conviction is not known")
    if not one.sentences:
        return unknown("the sentence is not known")
    found = [_of_sentence(sentence, one, one.convicted_on, regime) for sentence in one.sentences]
    if never := [answer for answer in found if answer.is_never]:
        return never[0]
    if missing := [answer for answer in found if not answer.is_known]:
        return missing[0]
    return max(found, key=lambda answer: answer.spent_from or date.min)


def _of_sentence(sentence: Sentence, one: Conviction, on: date, regime: Regime) -> Answer:
    if sentence.kind == NEVER:
        return Answer(is_never=True, rows=(regime.never,))
    if sentence.kind in (CUSTODY, SUSPENDED):
        return _custody(sentence, one, on, regime)
    kind = regime.others.get(sentence.kind)
    return _other(sentence, kind, one, on, regime) if kind else unknown("this kind of sentence has no row here")


def _custody(sentence: Sentence, one: Conviction, on: date, regime: Regime) -> Answer:
    if sentence.months is None:
        return unknown("the length of the sentence is not known")
    row = next(
        row
        for row in regime.custody
        if row.up_to is None or sentence.months < row.up_to or (sentence.months == row.up_to and not sentence.over)
    )
    if row.up_to is None and sentence.schedule_18:
        return Answer(is_never=True, rows=(regime.never,))
    if row.up_to is None and sentence.schedule_18 is None:
        return unknown("it is not known whether the offence is one of schedule 18", row.row, regime.never)
    if one.under_18 is None:
        return unknown("it is not known whether they were under 18 when convicted", row.row)
    ends_on = sentence.ends_on
    if ends_on is None and sentence.kind == SUSPENDED and not sentence.over:
        ends_on = months_from(on, sentence.months)  # by the length of the term, not of the suspension
    if ends_on is None:
        return unknown("the last day of the sentence, licence and all, is not known", row.row)
    return Answer(months_from(ends_on, row.young if one.under_18 else row.adult), rows=(row.row,))


def _other(sentence: Sentence, kind: Kind, one: Conviction, on: date, regime: Regime) -> Answer:
    if kind.begins == "at-once":
        return Answer(on, rows=(kind.row,))
    if kind.begins == "paid":
        paid = sentence.paid_on
        if paid:
            return Answer(paid, rows=(kind.row,))
        return Answer(because="it is not spent until it is paid in full", rows=(kind.row,), is_unspent=True)
    if kind.begins == "three-months":
        latest = months_from(on, 3)
        ends = sentence.ends_on + timedelta(days=1) if sentence.ends_on else latest
        return Answer(min(latest, ends), rows=(kind.row,))
    if kind.begins == "last-day":
        return _order(sentence, kind, on, regime)
    if one.under_18 is None:
        return unknown("it is not known whether they were under 18 when convicted", kind.row)
    return Answer(months_from(on, kind.young if one.under_18 else kind.adult), rows=(kind.row,))


def _order(sentence: Sentence, kind: Kind, on: date, regime: Regime) -> Answer:
    if sentence.is_endless:
        because = "the order has no end: it is not spent while it holds"
        return Answer(because=because, rows=(kind.row,), is_unspent=True)
    if sentence.ends_on:
        return Answer(sentence.ends_on + timedelta(days=1), rows=(kind.row,))
    if sentence.names_no_end:
        return Answer(months_from(on, regime.no_last_day.adult), rows=(regime.no_last_day.row,))
    return unknown("the last day of the order is not known", kind.row)


DRAWN_OUT = "Section 6(4): convicted again before it was spent"
NOT_SURE = "it is not known whether another conviction makes it last longer"


def _drawn_out(convictions: Sequence[Conviction], alone: list[Answer], regime: Regime) -> list[Answer]:
    """Convicted again before the first was spent, both last as long as the longer. What grows may reach a further one:
    it is asked until nothing moves.
    """
    found = list(alone)
    pairs = sorted(_pairs(convictions, regime))
    for _ in convictions:
        before = list(found)
        for _, first, second in pairs:
            found[first], found[second] = _reckoned(found[first], convictions[second], found[second], regime)
        if found == before:
            break
    return found


def _pairs(convictions: Sequence[Conviction], regime: Regime) -> Iterator[tuple[date, int, int]]:
    """Each with every later one, by place. A caution is no conviction."""
    counted = {
        place: one.convicted_on
        for place, one in enumerate(convictions)
        if one.convicted_on and not is_caution(one, regime)
    }
    for first, on in counted.items():
        for second, later in counted.items():
            if on < later:
                yield later, first, second


def is_caution(one: Conviction, regime: Regime) -> bool:
    kinds = [regime.others.get(sentence.kind) for sentence in one.sentences]
    return bool(kinds) and all(kind is not None and kind.is_caution for kind in kinds)


def _reckoned(first: Answer, again: Conviction, second: Answer, regime: Regime) -> tuple[Answer, Answer]:
    on = again.convicted_on
    if on is None or first.is_never or first.is_over(on):
        return first, second
    if second.is_never:
        never = Answer(is_never=True, rows=(*first.rows, *second.rows), drawn_out=True)
        return (never if first.is_known else first), second
    if again.summary_only:
        return first, second
    draws = _draws_out(again, regime)
    if not (first.is_known and second.is_known):
        return _unsure(first, second) if draws != "never" else (first, second)
    if first.spent_from == second.spent_from:
        return first, second
    earlier = (first.spent_from or date.min) < (second.spent_from or date.min)
    if earlier and draws == "never":
        return first, second
    if draws != "always" or again.summary_only is None:
        return (_not_sure(first, second), second) if earlier else (first, _not_sure(second, first))
    return (_as_long(first, second), second) if earlier else (first, _as_long(second, first))


def _as_long(short: Answer, long: Answer) -> Answer:
    rows = tuple(dict.fromkeys((*short.rows, *long.rows, DRAWN_OUT)))
    return Answer(long.spent_from, rows=rows, drawn_out=True)


def _not_sure(one: Answer, other: Answer) -> Answer:
    """Unless it lasts as long as the other in any case."""
    latest = other.spent_from or other.at_latest
    if one.spent_from and latest and latest <= one.spent_from:
        return one
    rows = tuple(dict.fromkeys((*one.rows, DRAWN_OUT)))
    return Answer(because=NOT_SURE, rows=rows, at_latest=latest)


def _unsure(first: Answer, second: Answer) -> tuple[Answer, Answer]:
    """One of them cannot be said: so the other cannot either, if it may last longer by it."""
    return (
        _not_sure(first, second) if first.is_known else first,
        _not_sure(second, first) if second.is_known else second,
    )


def _draws_out(one: Conviction, regime: Regime) -> DrawsOut:
    """Of several sentences that differ in it we cannot say which period counts."""
    kinds = [regime.others.get(sentence.kind) for sentence in one.sentences]
    says: set[DrawsOut] = {kind.draws_out if kind else "always" for kind in kinds}
    return says.pop() if len(says) == 1 else "unknown"


BASIC, STANDARD, ENHANCED = "basic", "standard", "enhanced"
CHECKS = {
    BASIC: "Nothing more than what is unspent",
    STANDARD: "Standard check: also what is spent and not filtered",
    ENHANCED: "Enhanced check: also what is spent and not filtered, and what the police add",
}
TOLD, NOT_TOLD, MAYBE = "told", "not-told", "maybe"


def must_tell(one: Conviction, answer: Answer, check: str, law: Law, today: date) -> str:
    """Whether it has to be told where such a check is made, if they are asked: TOLD, NOT_TOLD or MAYBE."""
    if answer.is_unspent or (answer.is_known and not answer.is_spent(today)):
        return TOLD
    if check == BASIC:
        return NOT_TOLD if answer.is_known else MAYBE
    filtered = _filtered(one, law, today)
    return filtered if answer.is_known or filtered == TOLD else MAYBE


def _filtered(one: Conviction, law: Law, today: date) -> str:
    if one.convicted_on is None:
        return MAYBE
    if one.sentences and all(sentence.kind in ("caution", "conditional-caution") for sentence in one.sentences):
        return _filtered_caution(one, one.convicted_on, law, today)
    if any(sentence.kind in (CUSTODY, SUSPENDED, NEVER) for sentence in one.sentences) or one.specified:
        return TOLD
    if one.specified is None or one.under_18 is None:
        return MAYBE
    months = law.filtering.conviction.young if one.under_18 else law.filtering.conviction.adult
    return NOT_TOLD if months is not None and months_from(one.convicted_on, months) <= today else TOLD


def _filtered_caution(one: Conviction, on: date, law: Law, today: date) -> str:
    """A youth caution is never told; a conditional one given to somebody under 18 is left to be asked about."""
    if one.under_18:
        return NOT_TOLD if all(sentence.kind == "caution" for sentence in one.sentences) else MAYBE
    if one.specified:
        return TOLD
    if one.under_18 is None or one.specified is None:
        return MAYBE
    months = law.filtering.caution.adult
    return NOT_TOLD if months is not None and months_from(on, months) <= today else TOLD
