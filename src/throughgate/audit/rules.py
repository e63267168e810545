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
    "hearing": "Parole hearings",
    "licence_condition": "Licence conditions",
    "hdc": "Home detention curfew",
    "identifier": "Identifiers",
    "circle": "People around a person",
    "duplicates": "Records of one person",
    "import": "Imports of a caseload",
    "restriction": "Restrictions",
    "consent": "Consent and sharing",
    "lawful_basis": "Lawful bases",
    "follow_up": "Follow-ups",
    "crisis": "Crises",
    "measure": "Measures",
    "measure_figures": "Figures of measures",
    "work": "Work",
    "work_figures": "Figures of work",
    "vacancy": "Vacancies",
    "group": "Groups",
    "group_place": "Places in groups",
    "group_calendar": "When groups can run",
    "booking": "Bookings",
    "basic": "Getting ready for release",
    "basics": "Getting ready for release, as a whole",
    "home": "Homes and places asked for",
    "release_day": "Release days",
    "moved_release": "Release dates that moved",
    "first_week": "First weeks after release",
    "gate_figures": "Figures at the gate",
    "journey": "Journeys",
    "journeys": "Lists of journeys",
    "driver": "Drivers",
    "alarm": "Alarms from the road",
    "duty": "Who is on duty",
    "provider": "The directory of places to live",
    "commitment": "Commitments",
    "plan": "Plans",
    "text": "Texts to people’s phones",
    "calendar": "Calendars of staff",
    "notice": "Reminders to staff",
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
    "duplicates.hinted_in_list": "Somebody bringing in a list was told to ask about this record",
    "import.added": "Uploaded a list of people",
    "import.check_started": "Asked for a list to be checked",
    "import.checked": "The list was checked",
    "import.adding_started": "Asked for the people of a list to be added",
    "import.finished": "The people of the list were added",
    "import.failed": "The people of the list could not be added",
    "import.discarded": "Threw a list away",
    "import.expired": "The file of a list that was never added was deleted",
    "import.undone": "Took back the people of a list",
    "people.searched": "Searched for someone",
    "basic.read": "Opened one of the basics before release",
    "basic.noted": "Noted what became of one of the basics before release",
    "basic.closed_to": "Changed who may read one of the basics before release",
    "basics.opened": "Began to get somebody ready for release",
    "basics.moved": "What is due before release moved with its date",
    "basics.listed": "Looked at the board of releases",
    "release_day.stop_outcome": "Noted what became of a stop of release day",
    "release_day.stop_rung": "Noted that somebody was rung about a missed stop",
    "first_week.listed": "Looked at the board of first weeks",
    "first_week.not_seen": "Noted why nobody saw somebody in their first week",
    "gate_figures.read": "Looked at the figures at the gate",
    "measure.read": "Opened a measure",
    "measure.seen": "Read what was done about an answer",
    "measure.followed_up": "Noted what was done about an answer that tells of danger",
    "measure_figures.read": "Looked at first and latest results",
    "work.read": "Opened what is known of somebody’s way to work",
    "work.line_noted": "Noted how far somebody is with getting ready for work",
    "work.ready": "Noted that somebody is ready for work",
    "work.right_noted": "Noted a proof of the right to work",
    "work.conviction_added": "Noted a conviction, to see what has to be told",
    "work.conviction_withdrawn": "Took back a conviction that was noted wrongly",
    "work.letter_saved": "Saved a letter that tells of the record",
    "work.application": "Noted what became of an application",
    "work.job_started": "Noted that a job began",
    "work.job_asked": "Noted whether they are still in work",
    "work.job_left": "Noted that a job ended",
    "work_figures.read": "Looked at how many are still in work",
    "home.read": "Opened a home or a place asked for",
    "home.lived": "Noted where they live",
    "home.left": "Noted that they left a home",
    "home.asked": "Noted whether they still live there",
    "provider.asked": "Noted how many places are free",
    "text.phone_said": "Noted who may read texts to a number",
    "text.sent": "A text was sent",
    "text.failed": "A text could not be sent",
    "text.refused": "The service would not send a text",
    "text.left": "A text was not sent: something had changed",
    "text.delivered": "A text arrived",
    "text.lost": "A text did not arrive",
    "text.told": "Noted that they were told another way",
    "text.untold": "Took back that they were told another way",
    "text.read": "Saw that a text was not sent",
    "calendar.made": "Made an address for their calendar",
    "calendar.ended": "An address of a calendar was taken away",
    "calendar.fetched": "A calendar was fetched, the first time that day from there",
    "notice.chosen": "Chose what their calendar and letters say",
    "notice.sent": "A reminder was sent by e-mail",
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
    "crisis.next_told": "The next in line were told of a crisis by e-mail",
    "crisis.learned_more": "What was learned of a crisis was added to",
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
