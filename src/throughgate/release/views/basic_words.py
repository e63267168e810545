"""How the basics are put on their pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.access.policy import SENSITIVITY_CHOICES, Action, Sensitivity, can
from throughgate.accounts.models import User
from throughgate.people.models import Confidence, Person
from throughgate.release.basics_file import Item
from throughgate.release.models import BasicStep, Payer
from throughgate.release.rules.basics import (
    URGENCY_LOOKS,
    button_words,
    form_words,
    in_hand_by,
    money_words,
    moves_of,
)
from throughgate.release.selectors.basics import Line, Readiness
from throughgate.release.selectors.home import HomeStanding
from throughgate.release.selectors.standing import Standing
from throughgate.web.words import day_words, when_words

LEVELS = dict(SENSITIVITY_CHOICES)
PAID_BY: Mapping[str, str] = {
    Payer.US: "paid by us",
    Payer.PERSON: "paid by them",
    Payer.PRISON: "paid by the prison or probation",
    Payer.COUNCIL: "paid by the council or another public fund",
    Payer.OTHER: "paid by somebody else",
}
Row = dict[str, Any]


def basic_url(person: Person, code: str) -> str:
    return reverse("release:basic", kwargs={"ref": person.ref, "code": code})


def ready_url(person: Person) -> str:
    return reverse("release:ready", kwargs={"ref": person.ref})


def chip(person: Person, line: Line, today: date) -> Row:
    tone, icon = URGENCY_LOOKS[line.urgency]
    due = f", {when_words(line.next.by_on, today, late=True)}" if line.next and line.is_in_the_way else ""
    if line.home:
        known = home_chip(line.home)
        return known | {"words": f"{known['words']}{due}", "tone": tone if due else known["tone"]}
    return {
        "short": line.item.short,
        "words": f"{line.state.title.lower()}{due}",
        "tone": tone,
        "icon": icon,
        "url": basic_url(person, line.code),
    }


def home_chip(home: HomeStanding) -> Row:
    return {"short": "Home", "words": home.words.lower(), "tone": home.tone, "icon": home.icon, "url": home.url}


def card(user: User, person: Person, line: Line, standing: Standing, today: date) -> Row:
    """One of the basics on the person's page: where it stands, what is next, and the taps that lead on."""
    tone, icon = URGENCY_LOOKS[line.urgency]
    latest = in_hand_by(line.item, standing.timing)
    may_act = line.row is not None and can(user, Action.RECORD, line.row)
    taps = [tap(person, line, code) for code, _ in moves_of(line.item, line.state_code)] if may_act else []
    if line.home:
        taps = [{"label": "Applications and offers", "url": line.home.url}]
    # Once it is in hand, that it was lost or sent back can be said, but is nothing to be pressed.
    leads = bool(taps) and (bool(line.home) or not line.is_done)
    return {
        "code": line.code,
        "title": line.item.title,
        "icon": line.item.icon,
        "url": basic_url(person, line.code),
        "state": line.home.words if line.home else line.state.title,
        "tone": tone,
        "state_icon": icon,
        "next": line.next.title if line.next else "",
        "when": when_words(line.next.by_on, today, late=True) if line.next else "",
        "by": day_words(line.next.by_on) if line.next else "",
        "latest": day_words(latest) if latest and not line.is_done else "",
        "is_done": line.is_done,
        "last": step_words(line.item, line.last) if line.last else "",
        "usual": "" if line.is_done or line.costs else usual_words(line.item),
        "first": taps[0] if leads else None,
        "others": taps[1:] if leads else taps,
    }


def tap(person: Person, line: Line, code: str) -> Row:
    """`quick` where one tap is enough; else it leads to a small form, or to the form of a contact."""
    state = line.item.states[code]
    step_url = reverse("release:step", kwargs={"ref": person.ref, "code": line.code})
    if line.item.by_contact and state.stage == "done":
        asked = {"person": person.ref, "kind": line.item.entry}
        return {"label": button_words(code, state), "url": f"{reverse('casework:record')}?{urlencode(asked)}"}
    return {
        "label": button_words(code, state),
        "more": f"{form_words(code, state)}: on another day, or with more to say",
        "to": code,
        "quick": state.is_one_tap,
        "post_url": step_url,
        "url": f"{step_url}?{urlencode({'to': code})}",
    }


def step_words(item: Item, step: BasicStep) -> str:
    """What a step says beside its state: never what it was corrected for."""
    state = item.state(step.state)
    named = item.documents.get(step.document, "")
    facts = [
        named,
        state.reasons.get(step.reason, ""),
        "sent as urgent" if step.is_priority else "",
        _paid(step),
        f"{money_words(step.refund_pence)} paid back" if step.refund_pence else "",
        f"reference {step.reference}" if step.reference else "",
        item.proofs.get(step.proof, ""),
        f"shown by the contact that {step.by.name} recorded" if item.by_contact and step.entry_id else "",
        f"expected {day_words(step.due_on)}" if step.due_on else "",
    ]
    return ". ".join(f"{fact[:1].upper()}{fact[1:]}" for fact in facts if fact)


def _paid(step: BasicStep) -> str:
    if step.paid_by == Payer.NOBODY or step.cost_pence == 0:
        return "it costs nothing"
    if step.cost_pence is None:
        return ""
    return f"{money_words(step.cost_pence)} {PAID_BY.get(step.paid_by, '')}".strip()


def usual_words(item: Item) -> str:
    """What it costs where nobody has said otherwise, and who pays then."""
    if item.cost == 0:
        return "Usually it costs nothing"
    return f"Usually {money_words(item.cost)}, {PAID_BY.get(item.pays, '')}".rstrip(", ") if item.cost else ""


def cost_words(costs: Mapping[str, int]) -> str:
    """`£450 paid by the council or another public fund, £107 paid by us`: the greatest first."""
    greatest = sorted(costs.items(), key=lambda row: (-row[1], row[0]))
    return ", ".join(f"{money_words(pence)} {PAID_BY[payer]}" for payer, pence in greatest)


def history(line: Line) -> list[Row]:
    """Every step, the latest first."""
    return [
        {
            "title": line.item.state(step.state).title,
            "on": step.on,
            "words": step_words(line.item, step),
            "note": step.note,
            "because": step.because,
            "by": step.by.name,
            "noted_at": step.noted_at,
        }
        for step in reversed(line.steps)
    ]


def release_words(standing: Standing, today: date) -> str:
    if standing.released_on:
        return f"Released on {day_words(standing.released_on)}"
    if standing.shown is None or standing.shown.on is None:
        return "No release date is known"
    sure = Confidence(standing.shown.confidence).label.lower()
    return f"Release {day_words(standing.shown.on)}, {when_words(standing.shown.on, today)} ({sure})"


def level_words(line: Line) -> str:
    if line.row is None or line.row.sensitivity == Sensitivity.STANDARD:
        return ""
    return LEVELS[line.row.sensitivity]


def ready_on_person_page(user: User, person: Person, readiness: Readiness, today: date) -> Row:
    """Context for `release/_ready_on_person_page.html`; empty for somebody who is out and of whom nothing is open."""
    standing = readiness.standing
    is_of_use = readiness.is_open if standing.is_out else readiness.is_open or bool(standing.release_on)
    if not is_of_use or (standing.is_out and readiness.done == len(readiness.lines)):
        return {}
    following = readiness.next_line
    return {
        "url": ready_url(person),
        "is_open": readiness.is_open,
        "done": readiness.done,
        "of": len(readiness.lines),
        "chips": [chip(person, line, today) for line in readiness.in_the_way],
        "next": following.next.title if following and following.next else "",
        "when": when_words(following.next.by_on, today, late=True) if following and following.next else "",
        "may_open": can(user, Action.RECORD, person),
    }
