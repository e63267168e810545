"""What may be shared of a person, with whom: grounds, consents, and both laid side by side for a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import (
    CircleMember,
    Consent,
    ConsentEnding,
    ContactRestriction,
    Decision,
    LawfulBasis,
    OrganisationBasis,
    Person,
)
from throughgate.people.models.sharing import Basis
from throughgate.people.rules.circle import OFFICES, is_official, place_in_order
from throughgate.people.rules.purposes import CIRCLE, GROUNDS, Grounds, Purpose, sharing_terms
from throughgate.people.rules.restrictions import Restriction
from throughgate.people.rules.sharing import (
    Recipient,
    Sharing,
    State,
    also_told,
    holds,
    may_share,
    told_of,
)
from throughgate.people.selectors.people import current_on
from throughgate.people.selectors.restrictions import all_restrictions, as_rule
from throughgate.people.selectors.told import ASK_FIRST, ToldWords, kept_apart_among
from throughgate.web.words import day_words, in_passing


@dataclass(frozen=True)
class GroundsInForce:
    """The lawful grounds of one purpose, and whose word that is: the person's own row, the organisation's, or as
    shipped (nobody here has looked at it yet).
    """

    purpose: Purpose
    grounds: Grounds
    whose: str
    row: Basis | None

    @property
    def words(self) -> list[str]:
        """Article 6 first; then what covers health, and criminal-offence data."""
        given = ((name, getattr(self.grounds, name)) for name in GROUNDS)
        known = ((name, sharing_terms().grounds(name).get(code)) for name, code in given)
        return [f"{LAWS[name]}: {in_passing(ground.title)}" for name, ground in known if ground]


@dataclass(frozen=True)
class Cell:
    """One scope for one recipient: how it stands, and why."""

    scope: str
    title: str
    state: State
    because: str

    @property
    def mark(self) -> tuple[str, str]:
        """A drawing and a word, so that neither colour nor drawing stands alone."""
        return MARKS[self.state]


LAWS: Mapping[str, str] = {"article_6": "Article 6", "article_9": "Article 9", "schedule_1": "Schedule 1"}
MARKS: Mapping[State, tuple[str, str]] = {
    State.YES: ("check", "Yes"),
    State.BASIS: ("check", "Lawful basis"),
    State.ASK: ("clock", "Ask first"),
    State.NO: ("close", "No"),
    State.UNASKED: ("", "Not asked"),
    State.BARRED: ("warning", "Never"),
}


@dataclass(frozen=True)
class RecipientLine:
    """One recipient for one purpose, with what the person said and what follows from it."""

    recipient: Recipient
    name: str
    purpose: Purpose
    cells: tuple[Cell, ...]
    rows: tuple[Consent, ...]
    is_closed: bool = False  # barred by something that the reader may not read
    taken_back: Consent | None = None  # the last that they took back

    @property
    def to(self) -> str:
        """The address of the page on which it is said anew."""
        return f"{self.purpose.code}/{self.recipient.kind}/{self.recipient.member_id or ''}"

    @property
    def said(self) -> Consent | None:
        """What was said last."""
        return max(self.rows, key=lambda row: (row.given_on, row.pk), default=None)

    @property
    def may_withdraw(self) -> bool:
        return any(row.decision != Decision.NO for row in self.rows)

    def over(self, scopes: Iterable[str]) -> list[Cell | None]:
        """The cells under these scopes; None where the purpose does not reach one."""
        known = {cell.scope: cell for cell in self.cells}
        return [known.get(scope) for scope in scopes]

    @property
    def is_barred(self) -> bool:
        return all(cell.state is State.BARRED for cell in self.cells)

    @property
    def by_state(self) -> list[tuple[str, str, list[str]]]:
        """What they may know, what to ask about, what not: (drawing, word, things), in that order. What was not asked
        about is left out.
        """
        found: dict[State, list[str]] = {state: [] for state in MARKS if state is not State.UNASKED}
        for cell in self.cells:
            if cell.state in found:
                found[cell.state].append(cell.title)
        return [(*MARKS[state], titles) for state, titles in found.items() if titles]

    @property
    def is_unasked(self) -> bool:
        return all(cell.state is State.UNASKED for cell in self.cells)


def grounds_of(person: Person) -> Mapping[str, GroundsInForce]:
    """By purpose, each purpose once. Two queries."""
    rows: dict[str, tuple[str, Basis]] = {
        row.purpose: ("organisation", row)
        for row in OrganisationBasis.objects.filter(superseded_at__isnull=True).select_related("set_by")
    }
    own = LawfulBasis.objects.filter(person=person, superseded_at__isnull=True).select_related("set_by")
    rows |= {row.purpose: ("person", row) for row in own}
    return {code: _in_force(purpose, *rows.get(code, ("shipped", None))) for code, purpose in _purposes().items()}


def organisation_grounds() -> list[GroundsInForce]:
    rows = {row.purpose: row for row in OrganisationBasis.objects.filter(superseded_at__isnull=True)}
    return [
        _in_force(purpose, "organisation" if code in rows else "shipped", rows.get(code))
        for code, purpose in _purposes().items()
    ]


def consents_of(user: User, person: Person) -> QuerySet[Consent]:
    """Everything they said, what ended included, newest first."""
    rows = visible(user, Consent.objects.filter(person=person))
    return rows.select_related("member", "by", "ended_by").order_by("-written_at", "-pk")


def told_by_member(
    user: User,
    person: Person,
    today: date,
    circle: Sequence[CircleMember] | None = None,
    binding: Iterable[ContactRestriction] | None = None,
) -> Mapping[int, ToldWords]:
    """What each of the circle may be told, by the member's id; members nobody asked about are missing. An official may
    know what their office may. Five queries at most, fewer where the circle, or all that binds, is at hand.
    """
    ever = list(visible(user, Consent.objects.filter(_holds_or_taken_back(), person=person)))
    said = [row for row in ever if row.ended_at is None]
    by_member: dict[int, list[Consent]] = defaultdict(list)
    for row in said:
        if row.member_id and holds(row, today):
            by_member[row.member_id].append(row)
    found = {row.member_id: _taken_back_words(row) for row in _taken_back(ever) if row.member_id}
    found |= {member: _told_words(rows, today) for member, rows in by_member.items()}
    if circle is None:
        circle = list(CircleMember.objects.filter(current_on(today), person=person))
    officials = [row for row in circle if is_official(row.kind)]
    grounds = grounds_of(person) if officials else {}
    found |= {row.pk: _office_words(row, grounds, said, today) for row in officials}
    rows = all_restrictions().filter(person=person, member__isnull=False) if binding is None else binding
    return {**found, **kept_apart_among(user, rows, today)}


def _holds_or_taken_back() -> Q:
    return Q(ended_at__isnull=True) | Q(ending=ConsentEnding.WITHDRAWN)


def _taken_back(rows: Iterable[Consent]) -> list[Consent]:
    """The withdrawals, the latest last: whoever took it back is not to be asked again as if nobody had."""
    ended = [row for row in rows if row.ending == ConsentEnding.WITHDRAWN and row.ended_at]
    return sorted(ended, key=lambda row: (row.ended_at, row.pk))


def _taken_back_words(row: Consent) -> ToldWords:
    return ToldWords(f"Nothing: taken back on {day_words(row.ended_at or row.given_on)}", since=None, code="taken-back")


def sharing_of(
    person: Person,
    *,
    purpose: str,
    recipient: Recipient,
    scope: str,
    today: date,
    rows: Iterable[Consent] | None = None,
) -> Sharing:
    """Whether this may be shared now. What shares asks `services.sharing.check_sharing`, which takes turns with a
    withdrawal; this is for showing.
    """
    return may_share(
        terms=sharing_terms(),
        purpose=purpose,
        recipient=recipient,
        scope=scope,
        grounds=grounds_of(person)[purpose].grounds if purpose in _purposes() else Grounds(),
        said=Consent.objects.filter(person=person, ended_at__isnull=True) if rows is None else rows,
        restrictions=[as_rule(row) for row in all_restrictions().filter(person=person)],
        today=today,
    )


def sharing_lines(user: User, person: Person, today: date) -> list[RecipientLine]:
    """Every recipient there is something to say of: the circle first, then organisations that the person spoke about or
    with whom something is shared on a lawful basis. Five queries.
    """
    ever = list(consents_of(user, person).filter(_holds_or_taken_back()))
    said = [row for row in ever if row.ended_at is None]
    back = {(row.recipient_key, row.purpose): row for row in _taken_back(ever)}
    circle = list(CircleMember.objects.filter(current_on(today), person=person))
    grounds = grounds_of(person)
    binding = list(all_restrictions().filter(person=person))
    rules = [as_rule(row) for row in binding]
    closed = {member for member, words in kept_apart_among(user, binding, today).items() if words is ASK_FIRST}
    lines = []
    for recipient, name in [*_circle_recipients(circle), *_organisations(said, grounds)]:
        for purpose in sharing_terms().purposes_for(recipient.kind):
            rows = tuple(row for row in said if row.recipient_key == recipient.key and row.purpose == purpose.code)
            if not _is_worth_a_line(purpose, recipient, rows):
                continue
            if recipient.member_id in closed:
                lines.append(RecipientLine(recipient, name, purpose, _closed_cells(purpose), rows, is_closed=True))
                continue
            cells = tuple(_cell(purpose, recipient, scope, grounds, said, rules, today) for scope in purpose.scopes)
            taken_back = back.get((recipient.key, purpose.code))
            lines.append(RecipientLine(recipient, name, purpose, cells, rows, taken_back=taken_back))
    return lines


def _is_worth_a_line(purpose: Purpose, recipient: Recipient, rows: Sequence[Consent]) -> bool:
    """Where there is something to say: what is shared to keep somebody safe is not theirs to choose."""
    if purpose.consent == "never":
        return False
    return recipient.kind == CIRCLE or bool(rows) or (not recipient.name and purpose.consent == "objection")


def recipient_of(member: CircleMember, today: date) -> Recipient:
    gone = member.to_on is not None and member.to_on < today
    return Recipient(CIRCLE, member.name, member.pk, is_around=not gone)


def recipient_named(row: Consent) -> str:
    """How a page calls whoever a consent is about."""
    if row.member:
        return row.member.name
    kind = sharing_terms().recipients.get(row.recipient_kind, row.recipient_kind)
    return f"{row.recipient_name} ({in_passing(kind)})" if row.recipient_name else kind


def _purposes() -> Mapping[str, Purpose]:
    return sharing_terms().purposes


def _in_force(purpose: Purpose, whose: str, row: Basis | None) -> GroundsInForce:
    grounds = Grounds(row.article_6, row.article_9, row.schedule_1) if row else purpose.grounds
    return GroundsInForce(purpose, grounds, whose, row)


def _told_words(rows: Sequence[Consent], today: date) -> ToldWords:
    terms = sharing_terms()
    told = told_of(rows, terms, today)
    also = tuple(also_told(rows, told, terms, today))
    newest = max(rows, key=lambda row: (row.given_on, row.pk))
    note = next((row.note for row in sorted(rows, key=lambda row: row.pk, reverse=True) if row.note), "")
    title = told.title if told else "Some things" if also else "Nothing"
    return ToldWords(title, also, note, newest.given_on, code=told.code if told else "")


def _office_words(
    member: CircleMember, grounds: Mapping[str, GroundsInForce], said: Sequence[Consent], today: date
) -> ToldWords:
    code, kind = OFFICES[member.kind]
    purpose, recipient = _purposes()[code], Recipient(kind, any_name=True)
    cells = [_cell(purpose, recipient, scope, grounds, said, (), today) for scope in purpose.scopes]
    known = [cell.title.lower() for cell in cells if cell.state in (State.YES, State.BASIS)]
    whose = "the prison" if kind == "prison" else kind
    words = f"What {whose} may know: {', '.join(known)}" if known else f"Nothing: {whose} may know nothing"
    return ToldWords(words, code="office")


def _circle_recipients(circle: Iterable[CircleMember]) -> list[tuple[Recipient, str]]:
    in_order = sorted(circle, key=lambda member: (place_in_order(member.kind), member.name, member.pk))
    return [
        (Recipient(CIRCLE, member.name, member.pk), member.name) for member in in_order if not is_official(member.kind)
    ]


def _organisations(said: Iterable[Consent], grounds: Mapping[str, GroundsInForce]) -> list[tuple[Recipient, str]]:
    kinds = sharing_terms().recipients
    found = {
        Recipient(kind): kinds[kind]
        for one in grounds.values()
        if one.purpose.consent == "objection"
        for kind in one.purpose.recipients
    }
    for row in said:
        if row.recipient_kind != CIRCLE:
            found[Recipient(row.recipient_kind, row.recipient_name)] = recipient_named(row)
    return list(found.items())


def _closed_cells(purpose: Purpose) -> tuple[Cell, ...]:
    """Barred, whatever was said, and not described."""
    titles = {scope: sharing_terms().scopes[scope].title for scope in purpose.scopes}
    return tuple(Cell(scope, title, State.BARRED, ASK_FIRST.title) for scope, title in titles.items())


def _cell(
    purpose: Purpose,
    recipient: Recipient,
    scope: str,
    grounds: Mapping[str, GroundsInForce],
    said: Sequence[Consent],
    rules: Sequence[Restriction],
    today: date,
) -> Cell:
    answer = may_share(
        terms=sharing_terms(),
        purpose=purpose.code,
        recipient=recipient,
        scope=scope,
        grounds=grounds[purpose.code].grounds,
        said=said,
        restrictions=rules,
        today=today,
    )
    return Cell(scope, sharing_terms().scopes[scope].title, answer.state, answer.because)
