"""The codes of the trail in words. Pure."""

from collections.abc import Mapping
from typing import Any

# What an action is about: the part of its code before the dot.
NOUNS: Mapping[str, str] = {
    "person": "People’s records",
    "people": "Lists and searches",
    "contact": "Contacts",
    "done": "Things done",
    "entry": "Entries of the record",
    "draft": "Drafts",
    "form": "Forms filled in",
    "answer": "Answers",
    "need": "Needs",
    "strength": "Strengths",
    "enrolment": "Enrolments",
    "waiver": "Waivers",
    "worker": "Who works with whom",
    "handover": "Hand-overs",
    "cover": "Cover while somebody is away",
    "move": "Moves",
    "date": "Dates of custody",
    "sentence": "Sentences",
    "licence_condition": "Licence conditions",
    "identifier": "Identifiers",
    "circle": "People around a person",
    "duplicates": "Records of one person",
    "import": "Imports of a caseload",
    "restriction": "Restrictions",
    "consent": "Consent and sharing",
    "lawful_basis": "Lawful bases",
    "follow_up": "Follow-ups",
    "crisis": "Crises",
    "booking": "Bookings",
    "commitment": "Commitments",
    "plan": "Plans",
    "model": "Programme models",
    "evaluation": "Evaluations",
    "session": "Signing in and out",
    "password": "Passwords",  # nosec B105  # words for a person to read
    "second_factor": "Second factors",
    "account": "Staff accounts",
    "sites": "Sites",
    "audit": "The audit trail",
}
# Where the code alone would not read well.
ACTIONS: Mapping[str, str] = {
    "person.read": "Opened a record",
    "contact.read": "Opened a contact",
    "answer.begun": "Began to type an answer",
    "person.led_on": "Followed an old link to this record",
    "person.merged": "Put two records together",
    "person.unmerged": "Took two records apart again",
    "duplicates.searched": "Looked for records of one person",
    "duplicates.listed": "Looked at suggested records of one person",
    "duplicates.set_aside": "Said that two records are two people",
    "duplicates.suggested_again": "Took back that two records are two people",
    "duplicates.hinted": "Somebody adding a person was told to ask about this record",
    "people.searched": "Searched for someone",
    "need.set_aside": "Noted that somebody does not want it now",
    "need.brought_back": "Put it to them again",
    "need.held": "Noted that it is still a need",
    "strength.held": "Noted that it is still a strength",
    "session.signed_in": "Signed in",
    "session.signed_out": "Signed out",
    "session.failed": "Could not sign in",
    "session.locked_out": "Was locked out after too many tries",
    "second_factor.failed": "Entered a wrong code",
    "account.link_sent": "Was sent a link to choose a password",
    "audit.read": "Read the audit trail",
    "crisis.listed": "Looked at the board of crises",
    "evaluation.report_read": "Read a report of an evaluation",
    "evaluation.pdf_downloaded": "Downloaded a report of an evaluation as PDF",
    "evaluation.downloaded": "Downloaded the figures of an evaluation",
}


def action_words(action: str) -> str:
    """`circle.added` is "Circle added"; a few have words of their own."""
    if action in ACTIONS:
        return ACTIONS[action]
    noun, _, verb = action.partition(".")
    return f"{noun} {verb}".replace("_", " ").strip().capitalize()


def subject_words(action: str, subject: str) -> str:
    """For a record that was opened, the subject is the page of it."""
    return f"page: {subject}" if action == "person.read" and subject else subject


def detail_words(details: Mapping[str, Any]) -> list[str]:
    """`{"fields": ["name", "role"]}` is `["fields: name, role"]`."""
    return [f"{name.replace('_', ' ')}: {_value_words(value)}" for name, value in details.items()]


def _value_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)
