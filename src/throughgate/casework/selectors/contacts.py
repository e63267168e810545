"""Reads of contacts and promises. Of a contact, a user reads the parts about people of whom they may read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Q, QuerySet

from throughgate.access.policy import Action, Hidden, check, reach_of, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.kinds import CONTACT_KINDS
from throughgate.casework.models import Contact, ContactPerson, FollowUp, ThingDone
from throughgate.people.models import Person
from throughgate.programmes.asking import asked_by, asked_of
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, Promise
from throughgate.record.kinds import Kind, kind_of
from throughgate.record.models import Entry
from throughgate.record.selectors import latest_of

FEW = 5
SUGGESTED = 8
LOOK_BACK = 60

# Offered first to somebody who has recorded nothing yet.
FIRST_KINDS = {
    "counsellor": ("individual-therapy", "group-therapy", "phone-call", "one-to-one"),
    "volunteer": ("volunteer-contact", "phone-call", "gate-meeting", "visit"),
}
USUAL_KINDS = ("one-to-one", "phone-call", "visit", "gate-meeting", "group-session")


@dataclass(frozen=True)
class OpenContact:
    """A contact as one reader may see it: the parts about people they may read of, and no word of any other."""

    contact: Contact
    parts: Sequence[ContactPerson]
    promised: Sequence[Promise]


def _holds(prefix: str = "entry__") -> Q:
    return Q(**{f"{prefix}corrected_by__isnull": True, f"{prefix}voids": False})


def effective_parts() -> QuerySet[ContactPerson]:
    """Parts in their latest wording, and not void."""
    return ContactPerson.objects.filter(_holds())


def wordings_of_meeting(contact: Contact) -> set[int]:
    """The ids of all that was said of one meeting: it may be corrected of one person and not of another."""
    first = contact
    while first.corrects is not None:
        first = first.corrects
    found, new = {first.pk}, {first.pk}
    while new:
        new = set(Contact.objects.filter(corrects__in=new).values_list("pk", flat=True)) - found
        found |= new
    return found


def access_contact(user: User, ref: str, *, action: Action = Action.VIEW, audit: bool = True) -> OpenContact:
    """The contact with this reference, if any of its parts is open to the user; each part that is read is audited.

    Raises Hidden where none is: it may not exist, be corrected or void, or be about people the user may not know of.
    """
    rows = visible(user, effective_parts().filter(contact__ref=ref), action)
    parts = list(
        rows.select_related("contact__by", "person__site", "entry", "enrolment__model")
        .prefetch_related("with_circle")
        .order_by("person__family_name", "person__given_name")
    )
    if not parts:
        raise Hidden()
    for part in parts if audit else ():
        record_event(by=user, action="contact.read", person=part.person, subject=f"contact {ref}")
    promised = Promise.objects.filter(
        follow_up__contact__ref=ref, person__in=[part.person_id for part in parts], withdrawn_on__isnull=True
    )
    seen = visible(user, promised).select_related("person__site", "worker", "kept_by")
    return OpenContact(parts[0].contact, parts, list(seen.order_by("by_on", "pk")))


def latest_ref_of(user: User, ref: str) -> str | None:
    """Where what was said in a corrected contact is said now, if the user may read it there."""
    part = ContactPerson.objects.filter(contact__ref=ref).select_related("entry").order_by("pk")
    for old in part:
        latest = effective_parts().filter(entry=latest_of(old.entry))
        if now := visible(user, latest).values_list("contact__ref", flat=True).first():
            return str(now)
    return None


def access_follow_up(user: User, ref: str, *, action: Action = Action.VIEW) -> FollowUp:
    """By the reference of its promise. Raises Hidden, also where it was withdrawn; Forbidden."""
    rows = FollowUp.objects.select_related("promise__person__site", "contact")
    row = rows.filter(promise__ref=ref, promise__withdrawn_on__isnull=True).first()
    if row is None:
        raise Hidden()
    return check(user, action, row)


def part_of(entry: Entry) -> ContactPerson | None:
    return ContactPerson.objects.select_related("contact", "person__site", "entry").filter(entry=entry).first()


def thing_done_of(entry: Entry) -> ThingDone | None:
    return ThingDone.objects.select_related("person__site", "entry").filter(entry=entry).first()


def contact_refs_of(entries: Iterable[Entry]) -> dict[int, str]:
    """By id of entry, the reference of the contact it came from: for the links of a timeline, in one query."""
    found = ContactPerson.objects.filter(entry__in=[entry.pk for entry in entries])
    return dict(found.values_list("entry_id", "contact__ref"))


def people_by_refs(user: User, refs: Iterable[str]) -> list[Person]:
    """Those of them about whom the user may record, in the order of the references."""
    wanted = list(dict.fromkeys(refs))
    people = visible(user, Person.objects.select_related("site").filter(ref__in=wanted), Action.RECORD)
    found = {person.ref: person for person in people}
    return [found[ref] for ref in wanted if ref in found]


def suggested_people(user: User) -> list[Person]:
    """The user's own caseload, those they met last first: the people a contact is most likely with."""
    met = Max("contacts__contact__on", filter=Q(contacts__contact__by=user))
    people = Person.objects.select_related("site").filter(pk__in=reach_of(user).caseload)
    rows = visible(user, people, Action.RECORD).annotate(met_on=met)
    return list(rows.order_by(F("met_on").desc(nulls_last=True), "-pk")[:SUGGESTED])


def likely_kinds(user: User, first: str = "") -> list[Kind]:
    """A few kinds of contact: the one asked for, then those the user records most, then those usual for the role."""
    codes = Contact.objects.filter(by=user).order_by("-pk").values_list("kind", flat=True)[:LOOK_BACK]
    often = [code for code, _ in Counter(codes).most_common()]
    known = {kind.code: kind for kind in CONTACT_KINDS}
    wanted = [first, *often, *FIRST_KINDS.get(user.role, ()), *USUAL_KINDS]
    return [known[code] for code in dict.fromkeys(wanted) if code in known][:FEW]


def open_enrolments(user: User, people: Iterable[Person]) -> list[Enrolment]:
    """The enrolments these people are on now, the latest first."""
    rows = Enrolment.objects.filter(person__in=[person.pk for person in people], left_on__isnull=True)
    joined = visible(user, rows).select_related("model", "person").defer("model__source")
    return list(joined.order_by("-enrolled_on", "-pk"))


def is_recorded(user: User, token: str) -> bool:
    """Whether a form with this token was saved: a draft of it that arrives late must not come back."""
    return (
        Contact.objects.filter(by=user, token=token).exists() or ThingDone.objects.filter(by=user, token=token).exists()
    )


@dataclass(frozen=True)
class NextThing:
    """Something a programme asks for next that is recorded as done by hand."""

    kind: str
    subject: str
    title: str
    programme: str


def next_things(user: User, person: Person) -> list[NextThing]:
    """What is to be done by hand next on this person's programmes, in the order in which it is due."""
    rows = Commitment.objects.filter(person=person, promise=None, is_next=True, closed_on__isnull=True)
    open_now = visible(user, rows).select_related("enrolment__model").defer("enrolment__model__source")
    found: dict[tuple[str, str], NextThing] = {}
    for row in open_now.order_by(F("by_on").asc(nulls_last=True), "pk"):
        asked = asked_of(row)
        programme = row.enrolment.model.slug if row.enrolment else ""
        for kind in (code for code in asked.kinds if kind_of(code).by_hand_about(asked.subject)):
            thing = NextThing(kind, asked.subject, asked.title, programme)
            found.setdefault((kind, asked.subject), thing)
    return list(found.values())


def subject_title(user: User, person: Person, kind: str, subject: str) -> str:
    """How the person's programmes call the form, plan, report or measure with this subject."""
    for enrolment in open_enrolments(user, [person]):
        model = compiled_model(enrolment.model)
        for key in (*model.elements, *(f"measure:{one}" for one in model.measures)):
            asked = asked_by(model, key)
            if kind in asked.kinds and asked.subject == subject:
                return asked.title
    return ""


def titles_met_by(user: User, people: Iterable[Person], entry_ids: Iterable[int]) -> list[str]:
    """What was due to these people that these entries met, in words, each once.

    A queryset of ids is read in the same query. The people are what an index finds; the entries alone would be looked
    for among everybody's commitments.
    """
    rows = Commitment.objects.filter(person__in=people, met_by_id__in=entry_ids)
    joined = visible(user, rows).select_related("enrolment__model", "promise").defer("enrolment__model__source")
    return list(dict.fromkeys(asked_of(row).title for row in joined.order_by("pk")))


def usual_minutes(enrolment: Enrolment, kind: str) -> int | None:
    """How long the programme says that such a contact takes."""
    elements = compiled_model(enrolment.model).elements.values()
    return next((one.minutes for one in elements if kind in one.kinds and one.minutes), None)


def parts_to_correct(user: User, entry: Entry, refs: Iterable[str] | None = None) -> list[ContactPerson]:
    """The parts of an entry's contact that the user may correct with it: those in force, or those of the people named.

    The entry's own part is always among them, though it may have been corrected since.
    """
    rows = ContactPerson.objects.filter(contact__people__entry=entry)
    wanted = _holds() if refs is None else Q(person__ref__in=list(refs))
    parts = visible(user, rows.filter(wanted | Q(entry=entry)), Action.RECORD)
    joined = parts.select_related("contact", "person__site", "entry", "enrolment__model")
    return list(joined.order_by("person__family_name", "person__given_name"))
