"""The few words that answers are written with. The rows and the rules both use them; neither may import the other."""

from enum import StrEnum


class Source(StrEnum):
    """Where an answer comes from."""

    PERSON = "person"
    PHONE = "phone"  # from the person too, and not face to face
    PAPER = "paper"  # in the person's own hand
    FAMILY = "family"
    PRISON = "prison"
    PROBATION = "probation"
    PARTNER = "partner"  # another charity, a landlord, a doctor
    DOCUMENT = "document"
    SEEN = "seen"  # by the worker, with their own eyes


class Sure(StrEnum):
    SURE = "sure"
    FAIRLY = "fairly"
    UNSURE = "unsure"


class CameBy(StrEnum):
    """How an answer came to be given; what is not asked again and what was asked twice are counted by it."""

    FIRST = "first"  # nothing was known
    STALE = "stale"  # what was known might have changed
    CONFIRMED = "confirmed"  # “Is this still so?” – “Yes.”
    CHANGED = "changed"  # by somebody who had the earlier answer before them
    AGAIN = "again"  # by somebody who did not: asked twice by mistake
    TAKEN_BACK = "taken_back"  # it had been put down by mistake; this row says what was known before


SOURCE_CHOICES = [
    (Source.PERSON.value, "They said so, face to face"),
    (Source.PHONE.value, "They said so, on the phone"),
    (Source.PAPER.value, "They wrote it on paper"),
    (Source.FAMILY.value, "Their family said so"),
    (Source.PRISON.value, "The prison said so"),
    (Source.PROBATION.value, "Probation said so"),
    (Source.PARTNER.value, "Another service said so"),
    (Source.DOCUMENT.value, "It stands in a document"),
    (Source.SEEN.value, "I saw it myself"),
]
SURE_CHOICES = [
    (Sure.SURE.value, "Sure"),
    (Sure.FAIRLY.value, "Fairly sure"),
    (Sure.UNSURE.value, "Not sure"),
]
CAME_BY_CHOICES = [
    (CameBy.FIRST.value, "Asked for the first time"),
    (CameBy.STALE.value, "Asked anew, since it might have changed"),
    (CameBy.CONFIRMED.value, "Still so"),
    (CameBy.CHANGED.value, "It had changed"),
    (CameBy.AGAIN.value, "Asked twice"),
    (CameBy.TAKEN_BACK.value, "Taken back"),
]
