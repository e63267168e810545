"""Who of somebody's circle has to be kept apart from them, in the words for whoever chooses there, and what one of the
circle may be told.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import ContactRestriction, Person
from throughgate.people.rules.purposes import CIRCLE
from throughgate.people.rules.sharing import Recipient, is_kept_apart
from throughgate.people.selectors.restrictions import all_restrictions, as_rule
from throughgate.web.words import in_passing


@dataclass(frozen=True)
class ToldWords:
    """What one of the circle may be told, in words. `asked` is False where nobody has asked the person yet."""

    title: str
    also: tuple[str, ...] = ()
    note: str = ""
    since: date | None = None
    asked: bool = True
    code: str = ""

    @property
    def words(self) -> str:
        """On one line, where somebody is chosen."""
        if not self.asked or self.code in ("apart", "taken-back", "office"):
            return self.title
        return f"May be told: {', '.join([in_passing(self.title), *map(in_passing, self.also)])}"

    @property
    def beside_box(self) -> str:
        """Beside the box in which they are ticked as taking part: what binds comes before what may be said."""
        return BESIDE_BOX.get(self.title, self.words)


NOT_ASKED = ToldWords("Not asked yet: tell them nothing", asked=False)
KEPT_APART = ToldWords("Nothing: the two have to be kept apart", code="apart")
ASK_FIRST = ToldWords("Nothing before you have asked their worker or a manager", code="apart")
BESIDE_BOX: Mapping[str, str] = {
    KEPT_APART.title: "Have to be kept apart: a restriction stands between the two",
    ASK_FIRST.title: "Ask their worker or a manager first: something stands between the two",
}


def kept_apart_among(user: User, rows: Iterable[ContactRestriction], today: date) -> Mapping[int, ToldWords]:
    """Whatever was said: nothing is passed on to these, even where the reader may not know why."""
    found: dict[int, ToldWords] = {}
    for row in rows:
        if row.member_id and is_kept_apart(Recipient(CIRCLE, member_id=row.member_id), [as_rule(row)], today):
            if can(user, Action.VIEW, row):  # of several, the one that may be read says why
                found[row.member_id] = KEPT_APART
            else:
                found.setdefault(row.member_id, ASK_FIRST)
    return found


def kept_apart_words(user: User, person: Person, recipient: Recipient, today: date) -> str:
    """What to say instead of asking what this one may be told; empty where they may be asked about. One query."""
    if recipient.member_id is None:
        return ""
    rows = all_restrictions().filter(person=person, member=recipient.member_id)
    words = kept_apart_among(user, rows, today).get(recipient.member_id)
    return words.title if words else ""


def apart_words(user: User, people: Collection[Person], today: date) -> Mapping[int, str]:
    """By the member's id, for those alone who have to be kept apart from one of these people. One query."""
    rows = all_restrictions().filter(person__in=people, member__isnull=False) if people else ()
    return {member: words.beside_box for member, words in kept_apart_among(user, rows, today).items()}
