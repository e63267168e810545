"""Whether something about a person may be shared: the one place that decides it, for every room that shares.

Pure. It looks at the lawful basis of the purpose first, then at whom they must be kept apart from, then at what the
person said. What they said to one recipient by name counts more than what they said to all of its kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from throughgate.people.models import ContactReach, Decision, RestrictionKind
from throughgate.people.rules.purposes import CIRCLE, FAMILY, Grounds, Purpose, SharingTerms, Told
from throughgate.people.rules.restrictions import Restriction
from throughgate.people.rules.searching import fold


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would receive it: somebody of the circle, or an organisation by kind and, where one is meant, by name.

    `is_around` is no longer so of somebody who has left the circle. `any_name`: somebody of such an organisation,
    whatever it was called when it was spoken of.
    """

    kind: str
    name: str = ""
    member_id: int | None = None
    is_around: bool = True
    any_name: bool = False

    @property
    def key(self) -> str:
        """What two writings of one recipient have in common."""
        return (
            f"{CIRCLE}:{self.member_id}" if self.kind == CIRCLE else f"{self.kind}:{' '.join(fold(self.name).split())}"
        )

    @property
    def kind_key(self) -> str:
        return f"{self.kind}:"


class Said(Protocol):
    """A `Consent`, or anything that says as much."""

    @property
    def recipient_key(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def given_on(self) -> date: ...
    @property
    def until(self) -> date | None: ...
    @property
    def ended_at(self) -> object: ...


class State(StrEnum):
    """How it stands with one thing and one recipient: the first two may be shared."""

    YES = "yes"  # they said yes
    BASIS = "basis"  # the lawful basis allows it
    ASK = "ask"  # they want to be asked each time
    NO = "no"  # they said no
    UNASKED = "unasked"
    BARRED = "barred"  # whatever they say: no ground in law, or to be kept apart


# The person may be asked, and say yes.
ASKABLE = frozenset({State.ASK, State.NO, State.UNASKED})


@dataclass(frozen=True, slots=True)
class Sharing:
    """`because` is fit to be read by whoever asked. `is_apart`: barred since they have to be kept apart, which the
    restrictions say and a manager may answer.
    """

    state: State
    because: str
    is_apart: bool = False

    @property
    def allowed(self) -> bool:
        return self.state in (State.YES, State.BASIS)


def holds(said: Said, today: date) -> bool:
    return said.ended_at is None and said.given_on <= today and (said.until is None or today <= said.until)


def may_share(
    *,
    terms: SharingTerms,
    purpose: str,
    recipient: Recipient,
    scope: str,
    grounds: Grounds,
    said: Iterable[Said],
    restrictions: Iterable[Restriction] = (),
    today: date,
) -> Sharing:
    """`grounds` are those in force for this person and purpose, `said` their consents, `restrictions` theirs."""
    if refused := _no_ground(terms, purpose, recipient, scope, grounds):
        return Sharing(State.BARRED, refused)
    if not recipient.is_around:
        return Sharing(State.BARRED, "They are no longer among the people around them.")
    if is_kept_apart(recipient, restrictions, today):
        words = "They have to be kept apart, and nothing may be passed on between them."
        return Sharing(State.BARRED, words, is_apart=True)
    decision = decision_for(said, purpose, recipient, scope, today)
    if decision == Decision.NO and terms.purposes[purpose].consent != "never":
        return Sharing(State.NO, "They said no to this.")
    if decision == Decision.ASK and terms.purposes[purpose].consent != "never":
        return Sharing(State.ASK, "They want to be asked each time. Ask them, and record what they say.")
    if not _needs_yes(terms, terms.purposes[purpose], scope, grounds):
        return Sharing(State.BASIS, "The lawful basis allows it.")
    if decision == Decision.YES:
        return Sharing(State.YES, "They said yes to this.")
    return Sharing(State.UNASKED, "They have not been asked about this, or what they said has run out. Ask them first.")


def decision_for(said: Iterable[Said], purpose: str, recipient: Recipient, scope: str, today: date) -> str:
    """What they said to this recipient by name, else to all of its kind; empty where they said nothing that holds.
    Of an office a no to one counts for each.
    """
    asked = {s.recipient_key: s.decision for s in said if s.purpose == purpose and s.scope == scope and holds(s, today)}
    alike = [decision for key, decision in asked.items() if key.startswith(recipient.kind_key)]
    if recipient.any_name and Decision.NO in alike:
        return Decision.NO
    return asked.get(recipient.key) or asked.get(recipient.kind_key, "")


def told_of(said: Iterable[Said], terms: SharingTerms, today: date) -> Told | None:
    """Which answer to “What may they be told?” one member's consents come to; None where they were never asked, or said
    something in between that has to be read line by line.
    """
    answers = _answers(said, today)
    fitting = [
        told for told in terms.told.values() if all(answers.get(scope) == says for scope, says in told.says.items())
    ]
    return max(fitting, key=lambda told: len(told.says), default=None)


def also_told(said: Iterable[Said], told: Told | None, terms: SharingTerms, today: date) -> list[str]:
    """What they may be told beside that answer."""
    within = told.says if told else {}
    return [
        terms.scopes[scope].title
        for scope, says in _answers(said, today).items()
        if says == Decision.YES and scope not in within
    ]


def _answers(said: Iterable[Said], today: date) -> Mapping[str, str]:
    return {one.scope: one.decision for one in said if one.purpose == FAMILY and holds(one, today)}


def _no_ground(terms: SharingTerms, purpose: str, recipient: Recipient, scope: str, grounds: Grounds) -> str:
    """Why nothing in law allows it, whatever the person said; empty where something does."""
    known = terms.purposes.get(purpose)
    if known is None or recipient.kind not in known.recipients:
        return "This purpose does not reach this recipient."
    if scope not in known.scopes:
        return "This is more than the purpose needs."
    if not grounds.article_6:
        return "No lawful basis is recorded for this purpose."
    special = terms.scopes[scope].special
    if special == "article_9" and not grounds.article_9:
        return "Health needs a condition of Article 9, and none is recorded for this purpose."
    if special == "schedule_1" and not grounds.schedule_1:
        return "Criminal-offence data needs a condition of Schedule 1, and none is recorded for this purpose."
    return ""


def _needs_yes(terms: SharingTerms, purpose: Purpose, scope: str, grounds: Grounds) -> bool:
    if purpose.consent == "always" or grounds.article_6 == "consent":
        return True
    special = terms.scopes[scope].special
    return (special == "article_9" and grounds.article_9 == "explicit-consent") or (
        special == "schedule_1" and grounds.schedule_1 == "consent"
    )


APART = (RestrictionKind.NO_CONTACT, RestrictionKind.LICENCE_PERSON)


def is_kept_apart(recipient: Recipient, restrictions: Iterable[Restriction], today: date) -> bool:
    return recipient.member_id is not None and any(
        one.kind in APART
        and one.reach == ContactReach.ANY
        and one.member_id == recipient.member_id
        and one.holds_on(today)
        for one in restrictions
    )
