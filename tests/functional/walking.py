"""Somebody walks a programme through its pages, from being enrolled to having left."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from playwright.sync_api import Page
from pytest import MonkeyPatch

from tests.browser import axe_findings, sideways
from tests.unit.casework.clocks import set_clock
from throughgate.access.policy import forget_reach
from throughgate.accounts.models import User
from throughgate.people.changes import announced_once
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.record.services import write_entry

SOON = timedelta(days=5)
# What a page leaves open is answered plainly: the first choice, a few words, the day it is.
FILL = """day => {
    const forms = [...document.querySelectorAll('main form')].filter(f => f.querySelector('button.govuk-button'));
    const form = forms[forms.length - 1];
    if (!form) return;
    const seen = e => e.offsetParent !== null && !e.disabled;
    for (const e of form.querySelectorAll('input, textarea, select')) {
        if (e.type === 'radio') {
            const all = [...form.querySelectorAll(`input[name="${e.name}"]`)];
            if (!all.some(one => one.checked) && all.some(seen)) all[0].click();
        } else if (e.tagName === 'SELECT') {
            if (seen(e) && !e.value && e.options.length > 1) e.selectedIndex = 1;
        } else if (seen(e) && !e.value && /_(day|month|year)$/.test(e.name)) {
            e.value = day[e.name.split('_').pop()];
        } else if (seen(e) && !e.value && e.inputMode !== 'numeric'
            && (e.tagName === 'TEXTAREA' || e.type === 'text')) {
            e.value = 'Sam said so';
        }
    }
}"""


@dataclass
class Walk:
    """`met`: the elements that were met or waived through a page; `others`: how each page that needs more than one
    button is filled in, by the beginning of its path; `waived`: for which reason of the model an element is waived.
    """

    page: Page
    by: User
    enrolment: Enrolment
    clock: MonkeyPatch
    now: date
    others: dict[str, Callable[["Walk", str], None]]
    waived: dict[str, str]
    met: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.model = compiled_model(self.enrolment.model)
        self.go_to(self.now)

    def go_to(self, day: date) -> None:
        self.now = max(day, self.now)
        set_clock(self.clock, datetime.combine(self.now, time(12)))
        forget_reach(self.by)

    def look(self) -> None:
        """No page scrolls sideways; axe looks once at each kind of page."""
        assert sideways(self.page) <= 0, self.page.url
        kind = re.sub(r"[A-Z0-9]{8,}|\d+", "…", self.page.url.partition("?")[0])
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            assert not axe_findings(self.page), self.page.url

    def goto(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def fill(self) -> None:
        self.page.evaluate(FILL, {"day": str(self.now.day), "month": str(self.now.month), "year": str(self.now.year)})

    def press(self, name: str | None = None) -> None:
        buttons = self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)")
        button = self.page.get_by_role("button", name=name).last if name else buttons.last
        url = self.page.url
        with self.page.expect_navigation():
            button.click()
        wrong = self.page.locator(".govuk-error-summary")
        assert not wrong.count(), f"{url}: {wrong.inner_text()}"
        self.look()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.look()

    def open_rows(self) -> list[Commitment]:
        """What its elements ask for; measures have a journey of their own."""
        rows = Commitment.objects.filter(enrolment=self.enrolment, is_next=True, closed_on=None, promise=None)
        rows = rows.exclude(element__startswith="measure:")
        return list(rows.filter(met_on=None, waived_on=None, by_on__isnull=False).order_by("by_on", "pk"))

    def next_one(self, until: date | None = None) -> bool:
        """Meet what is due first. Whether there was anything."""
        rows = [row for row in self.open_rows() if until is None or (row.from_on or row.by_on) < until]
        if not rows:
            return False
        row = min(rows, key=lambda one: (one.by_on, one.pk))
        self.go_to(max(row.from_on or date.min, row.by_on - SOON))
        if row.element in self.waived:
            self.waive(row, self.waived[row.element])
        elif row.element in self.met:
            self.write(row)
        else:
            self.through_page(row)
        return True

    def write(self, row: Commitment) -> None:
        """What was met through a page already is written down as often as the programme asks for it."""
        asked = asked_by(self.model, row.element)
        with announced_once():
            write_entry(
                by=self.by, person=self.enrolment.person, kind=asked.kinds[0], subject=asked.subject, on=self.now,
                summary="Again", enrolment=self.enrolment,
            )  # fmt: skip
        assert self.is_met(row), f"{row.element} {row.ordinal} by {row.by_on}: written on {self.now}"

    def is_met(self, row: Commitment) -> bool:
        said: dict[str, Any] = {"element": row.element, "spell": row.spell, "ordinal": row.ordinal}
        same = Commitment.objects.filter(enrolment=self.enrolment, **said).first()
        return same is None or same.met_on is not None or same.waived_on is not None

    def through_page(self, row: Commitment) -> None:
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/")
        title = asked_by(self.model, row.element).title
        link = self.page.get_by_role("link", name=f"Record: {title}", exact=True).or_(
            self.page.get_by_role("link", name=f"Record : {title}", exact=True)
        )
        assert link.count(), f"{row.element} by {row.by_on} has no link on {self.now}"
        with self.page.expect_navigation():
            link.first.click()
        self.look()
        path = self.page.url.partition("//")[2].partition("/")[2]
        named = self.others.get(row.element) or next(
            (do for on, do in self.others.items() if path.startswith(on)), None
        )
        if named:
            named(self, row.element)
        else:
            self.fill()
            self.press()
        assert self.is_met(row), f"{row.element}: not met by /{path}"
        self.met.add(row.element)

    def waive(self, row: Commitment, reason: str) -> None:
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/waive/{row.pk}/")
        self.page.get_by_label(self.model.reasons[reason], exact=True).check()
        self.press()
        assert self.is_met(row), row.element
        self.met.add(row.element)

    def leave(self) -> None:
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/")
        for element in self.model.elements.values():
            assert not self.page.get_by_role("link", name=f"Record: {element.title}", exact=True).count(), element.title
        with self.page.expect_navigation():
            self.page.get_by_role("link", name="Record that they leave").click()
        self.fill()
        self.press()
        self.page.get_by_text("They have left this programme.").wait_for()
        # What comes only where it is needed is not asked for, so nobody meets it here.
        assert {key for key, one in self.model.elements.items() if not one.as_needed and not _follows(one)} == self.met


def _follows(element: Any) -> bool:
    """Asked for only after something that comes where it is needed."""
    return "each(step-up)" in f"{element.from_} {element.by}"
