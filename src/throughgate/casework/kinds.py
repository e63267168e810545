"""Kinds of entry that casework writes: contacts, and steps recorded as done by hand.

Some will be written one day by rooms that do not stand yet (work, recovery …). The code and its meaning stay the same
then; only the form that writes it moves, as it did for what release writes.
"""

from typing import TYPE_CHECKING

from django.urls import reverse

from throughgate.programmes.doors import register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.programmes.models import Promise


def _contact(code: str, label: str, icon: str, group: str, plain: str) -> Kind:
    return Kind(code, label, icon, group, contact=True, plain=plain)


def _done(code: str, label: str, icon: str, group: str, plain: str) -> Kind:
    return Kind(code, label, icon, group, by_hand=True, plain=plain)


# In the order in which a worker is offered them.
CONTACT_KINDS = (
    _contact("one-to-one", "One-to-one", "person", "contact", "you met with your worker"),
    _contact("phone-call", "Phone call", "phone", "contact", "you spoke on the phone"),
    _contact("visit", "Visit", "person", "contact", "you had a visit"),
    _contact("gate-meeting", "Met at the gate", "gate", "contact", "someone met you at the gate"),
    _contact(
        "first-visit", "First meeting after release", "person", "contact", "you met for the first time after release"
    ),
    _contact(
        "peer-contact", "Contact with a peer advisor", "people", "contact", "you talked with someone who has been there"
    ),
    _contact("volunteer-contact", "Contact with mentor or volunteer", "people", "contact", "you met with your mentor"),
    _contact("group-session", "Group session", "group", "group", "you came to the group"),
    _contact("skills-session", "Skills session", "group", "group", "you worked on skills for life outside"),
    _contact("individual-therapy", "Individual therapy", "clinical", "clinical", "you met with your counsellor"),
    _contact("group-therapy", "Group therapy", "group", "clinical", "you came to group therapy"),
    _contact(
        "partner-conversation",
        "Conversation with the partner",
        "family",
        "family",
        "your partner and we talked about coming home",
    ),
    _contact(
        "couple-session", "Session for the couple", "family", "family", "you and your partner met with us together"
    ),
    _contact("family-meeting", "Meeting with family", "family", "family", "we met with your family"),
    _contact("family-workshop", "Family workshop", "family", "family", "you and your family came to the workshop"),
    _contact("job-check", "Still in work", "work", "work", "we checked how the job is going"),
)

DONE_KINDS = (
    _done("job-readiness", "Ready for work", "work", "work", "you are ready to look for work"),
    _done("training", "Training", "book", "work", "you are on training"),
    _done("job-started", "Job started", "work", "work", "you started a job"),
    _done("in-cell-work", "In-cell work", "book", "clinical", "you worked through your in-cell pages"),
    _done("self-help-meeting", "Self-help meeting", "people", "clinical", "you went to a self-help meeting"),
    _done("sponsor-contact", "Contact with sponsor", "phone", "clinical", "you spoke with your sponsor"),
    _done("sponsor-found", "Sponsor found", "check", "clinical", "you found a sponsor"),
    _done("home-group-found", "Home group found", "check", "clinical", "you found your home group"),
    _done("report", "Report", "report", "plan", "a report was written"),
    _done("hearing-attended", "Hearing attended", "court", "plan", "we came to your hearing"),
    _done("measure", "Measure", "measure", "plan", "you answered questions about how things are"),
    _done("feedback", "Feedback", "contact", "plan", "you told us how we are doing"),
    _done("supervision", "Supervision or practice review", "people", "plan", ""),
    _done("matched-with-mentor", "Matched with a mentor", "people", "programme", "you were matched with a mentor"),
    _done(
        "offender-manager-liaison",
        "Liaison with prison or probation",
        "phone",
        "contact",
        "we spoke with prison or probation for you",
    ),
    _done("referral", "Referral", "next", "contact", "we asked another service to help"),
    _done("signposting", "Signposting", "next", "contact", "we told you about a place that can help"),
)

KINDS = CONTACT_KINDS + DONE_KINDS


def register_all() -> None:
    register(*KINDS)
    register_promise_door("follow-up", _follow_up_url, done_url=_follow_up_done_url, icon="contact")


def _follow_up_url(promise: "Promise") -> str:
    return reverse("casework:follow_up", kwargs={"ref": promise.ref})


def _follow_up_done_url(promise: "Promise") -> str:
    return reverse("casework:follow_up_done", kwargs={"ref": promise.ref})
