"""Somebody walks a programme through its pages, from being enrolled to having left. For the journeys of all four.

Every element is met by its line on the page of the enrolment the first time, and the last review the last time too; or
it is waived there. What a service writes instead:

* the demonstration charity around them: `load_charity` writes it, as for whoever tries the application out;
* the second role of the worker: a manager gives it, on a page that test_walk and the matrix of access go through;
* received, released, and the days known of release and licence: test_custody_journey and test_moved_date_journey;
* what is asked for again, from the second time on: some sixty times the same page in a year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.urls import resolve
from playwright.sync_api import Page
from pytest import MonkeyPatch

from tests.browser import axe_findings, sideways
from tests.cast import assign
from tests.functional.ways import WAYS, Way
from tests.unit.casework.clocks import set_clock
from throughgate.access.policy import forget_reach
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.demo.charity import DEMO_DOMAIN, load_charity
from throughgate.people.changes import announced_once
from throughgate.people.models import AssignmentRole, Person
from throughgate.people.services import note_date
from throughgate.people.services.custody import record_move
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, ProgrammeModel
from throughgate.record.services import write_entry

SOON = timedelta(days=5)
MONTH = timedelta(days=30)
MEASURE = "measure:"
# What a page leaves open is answered plainly: the first choice, a few words, the day it is.
FILL = """day => {
    const forms = [...document.querySelectorAll('main form')].filter(f => f.querySelector('button.govuk-button'));
    const form = forms[forms.length - 1];
    if (!form) return;
    const words = e => [...(e.labels || [])].map(one => one.innerText).join();
    const seen = e => e.offsetParent !== null && !e.disabled && !words(e).includes('(optional)');
    for (const question of form.querySelectorAll('.tg-question')) {
        const all = [...question.querySelectorAll('input[type=checkbox]')];
        const boxes = all.filter(one => all.filter(other => other.name === one.name).length > 1);
        if (boxes.some(seen) && !boxes.some(one => one.checked)) boxes[0].click();
    }
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
    """`ways`: how an element, or else a page, that needs more than one button is gone through; `waived`: for which
    reason of the model an element is waived, through its page too; `last`: the element that is the last review.
    """

    page: Page
    by: User
    person: Person
    slug: str
    clock: MonkeyPatch
    ways: Mapping[str, Way]
    waived: Mapping[str, str]
    release_in: timedelta
    last: str
    last_after: timedelta  # after release: from then on it is the last review
    began: date = field(default_factory=today)
    met: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.release = self.began + self.release_in
        self.now = self.began
        self.go_to(self.began)
        received = self.began - MONTH
        record_move(by=self.by, person=self.person, kind="received", on=received, site=self.person.site)
        for kind, on in (("confirmed_release", self.release), ("licence_end", self.release + 13 * MONTH)):
            note_date(by=self.by, person=self.person, kind=kind, on=on, source="OMU", confidence="confirmed")
        self.goto(f"/programmes/enrol/{self.person.ref}/")
        self.page.get_by_label(ProgrammeModel.objects.get(slug=self.slug).title).check()
        self.press()
        self.enrolment = Enrolment.objects.get(person=self.person)
        self.model = compiled_model(self.enrolment.model)

    def go_to(self, day: date) -> None:
        self.now = max(day, self.now)
        set_clock(self.clock, datetime.combine(self.now, time(12)))
        forget_reach(self.by)

    # -- on a page ----------------------------------------------------------------------------------------------

    def name_of_page(self) -> str:
        return resolve(re.sub(r"^https?://[^/]+|[?#].*$", "", self.page.url)).view_name

    def look(self) -> None:
        """axe, and whether it scrolls sideways, once for each page that has a name of its own."""
        name = self.name_of_page()
        if name not in self.looked_at:
            self.looked_at.add(name)
            assert sideways(self.page) <= 0, name
            assert not axe_findings(self.page), name

    def goto(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer and answer.status == 200, path
        self.look()

    def fill(self) -> None:
        self.page.evaluate(FILL, {"day": str(self.now.day), "month": str(self.now.month), "year": str(self.now.year)})

    def press(self, name: str | re.Pattern[str] | None = None) -> None:
        buttons = self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)")
        button = self.page.get_by_role("button", name=name).last if name else buttons.last
        url = self.page.url
        with self.page.expect_navigation():
            button.click()
        wrong = self.page.locator(".govuk-error-summary")
        assert not wrong.count(), f"{url}: {wrong.inner_text()}"
        self.look()

    def follow(self, name: str | re.Pattern[str]) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.look()

    def fill_and_press(self, name: str | re.Pattern[str] | None = None) -> None:
        self.fill()
        self.press(name)

    # -- what is due --------------------------------------------------------------------------------------------

    def open_rows(self) -> list[Commitment]:
        rows = Commitment.objects.filter(enrolment=self.enrolment, is_next=True, closed_on=None, promise=None)
        return list(rows.filter(met_on=None, waived_on=None, by_on__isnull=False).order_by("by_on", "pk"))

    def day_for(self, row: Commitment) -> date:
        """What is repeated is done on its day, all else a little before it."""
        element = self.model.elements.get(row.element)
        early = row.by_on if element and element.every else row.by_on - SOON
        return max(self.now, row.from_on or date.min, early)

    def go_on(self, until: date) -> None:
        """Meet what is due first, as long as there is anything before `until`."""
        while True:
            rows = [(self.day_for(row), row.by_on, row.pk, row) for row in self.open_rows()]
            rows = [one for one in rows if one[0] < until]
            if not rows:
                return
            day, *_, row = min(rows)
            self.go_to(day)
            self.meet(row)

    def meet(self, row: Commitment) -> None:
        is_last = row.element == self.last and self.now >= self.release + self.last_after
        if row.element in self.waived:
            self.waive(row, self.waived[row.element])
        elif row.element in self.met and not is_last:
            self.write(row)
        else:
            self.through_page(row)

    def write(self, row: Commitment) -> None:
        asked = asked_by(self.model, row.element)
        with announced_once():
            write_entry(
                by=self.by, person=self.person, kind=asked.kinds[0], subject=asked.subject, on=self.now,
                summary="Again", enrolment=self.enrolment,
            )  # fmt: skip
        assert self.is_met(row), f"{row.element} {row.ordinal} by {row.by_on}: written on {self.now}"

    def is_met(self, row: Commitment) -> bool:
        rows = Commitment.objects.filter(enrolment=self.enrolment, element=row.element, spell=row.spell)
        same = rows.filter(ordinal=row.ordinal).first()
        return same is None or same.met_on is not None or same.waived_on is not None

    def open_line(self, element: str) -> None:
        """From the page of the enrolment to where this is recorded."""
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/")
        title = self.model.title_of(element)
        link = self.page.get_by_role("link", name=re.compile(f"^Record ?: {re.escape(title)}$"))
        assert link.count(), f"{element} has no link on {self.now}"
        with self.page.expect_navigation():
            link.first.click()
        self.look()

    def through_page(self, row: Commitment) -> None:
        self.open_line(row.element)
        way = self.ways.get(row.element) or WAYS.get(self.name_of_page())
        name = self.name_of_page()
        if way:
            way(self, row.element)
        else:
            self.fill_and_press()
        assert self.is_met(row), f"{row.element}: not met by {name}"
        self.met.add(row.element)

    def waive_undated(self) -> None:
        """What waits for a day that will not come, such as a hearing."""
        for row in Commitment.objects.filter(enrolment=self.enrolment, by_on=None, element__in=self.waived):
            self.waive(row, self.waived[row.element])

    def waive(self, row: Commitment, reason: str) -> None:
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/waive/{row.pk}/")
        self.page.get_by_label(self.model.reasons[reason], exact=True).check()
        self.press()
        assert self.is_met(row), row.element
        self.met.add(row.element)

    # -- from one end to the other ------------------------------------------------------------------------------

    def to_the_end(self, until: date) -> None:
        self.waive_undated()
        self.go_on(self.release)
        self.go_to(self.release)
        record_move(by=self.by, person=self.person, kind="released", on=self.release)
        self.go_on(self.release + MONTH)
        self.meet_as_needed()
        self.go_on(until)
        self.go_to(until)

    def meet_as_needed(self) -> None:
        """What has no day of its own: each from the page of the enrolment; a crisis then asks for what follows."""
        for key, element in self.model.elements.items():
            if element.as_needed:
                self.open_line(key)
                way = self.ways.get(key) or WAYS.get(self.name_of_page())
                if way:
                    way(self, key)
                else:
                    self.fill_and_press()
                met = Commitment.objects.filter(enrolment=self.enrolment, element=key, met_on=self.now)
                assert met.exists(), f"{key}: not met"

    def leave(self) -> None:
        self.goto(f"/programmes/enrolments/{self.enrolment.ref}/")
        self.follow("Record that they leave")
        self.page.get_by_label("Completed the programme").check()
        self.press()
        self.page.get_by_text("Completed the programme").wait_for()

    def check_record(self) -> None:
        """As the record tells it: nothing is open, nothing was let slip, the last review was held, all is completed."""
        self.enrolment.refresh_from_db()
        assert (self.enrolment.stage, self.enrolment.left_because) == ("completed", "completed")
        rows = Commitment.objects.filter(enrolment=self.enrolment, promise=None)
        undone = rows.filter(met_on=None, waived_on=None)
        assert not [(row.element, row.ordinal, row.by_on) for row in undone]
        known = {*self.model.elements, *(f"{MEASURE}{key}" for key in self.model.measures)}
        assert known <= set(rows.values_list("element", flat=True))
        held_on = rows.filter(element=self.last, met_on__isnull=False).latest("met_on").met_on
        assert held_on >= self.release + self.last_after, f"{self.last}: the last one was not held"


def demo_worker(role: str) -> User:
    return User.objects.get(email=f"{role}@{DEMO_DOMAIN}")


def load_demo() -> None:
    load_charity(people=1)


def add_person_through_page(page: Page, worker: User, *roles: str) -> Person:
    """A new record in the demonstration charity, which the worker opens and works on, in these roles too."""
    page.goto("/people/add/")
    page.get_by_label("First name").fill("Robin")
    page.get_by_label("Family name").fill("Larkspur")
    page.locator("select[name=site]").select_option(label="Send (HMP)")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^(Add|Open|Save)")).click()
    person = Person.objects.get(family_name="Larkspur")
    for role in roles:
        assign(person, worker, AssignmentRole(role))
    return person
