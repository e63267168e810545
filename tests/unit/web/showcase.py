"""One page with every component of the page frame, and what it is filled with."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from throughgate.web.fields import DayField
from throughgate.web.pictures import Around, Bar, Chain, Path, Stop
from throughgate.web.widgets import ClockInput, HintedRadios

TODAY = date(2026, 11, 10)


class Drawing(HTMLParser):
    """The elements of an SVG as (name, attributes, text); `open` is empty when every element was closed."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], str]] = []
        self.open: list[str] = []
        self.feed(drawn)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.elements.append((tag, dict(attrs), ""))

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.elements.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        tag, attributes, text = self.elements[-1]
        self.elements[-1] = (tag, attributes, text + data)

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(attributes, text) for tag, attributes, text in self.elements if tag == name]


class EveryField(forms.Form):
    name = forms.CharField(
        label="What would they like to be called?", help_text="The name you use when you speak to them."
    )
    day = DayField(label="Day", subject="Day", help_text="For example, 1 12 2026.")
    time = forms.TimeField(label="Time", widget=ClockInput, required=False)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1)
    happened = forms.ChoiceField(
        label="Did it happen?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"data-inline": True}),
    )
    sensitivity = forms.ChoiceField(
        label="Who may read this?",
        choices=[("team", "The team"), ("clinical", "Counsellors")],
        widget=HintedRadios(
            hints={"team": "Everyone who works with this person.", "clinical": "Counsellors and their manager."}
        ),
    )
    who = forms.MultipleChoiceField(
        label="Who came?",
        choices=[("p", "The person"), ("f", "Family"), ("v", "A volunteer"), ("x", "Prison staff")],
        widget=forms.CheckboxSelectMultiple(attrs={"data-columns": True}),
        required=False,
    )
    site = forms.ChoiceField(label="Where?", choices=[("", "Choose a site"), ("s", "Send"), ("d", "Downview")])
    narrative = forms.CharField(label="What happened?", widget=forms.Textarea(attrs={"rows": 4}))
    letter = forms.FileField(label="Letter", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="They agreed to us keeping this", help_text="Ask each time.", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x", required=False)


def item(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(**fields)


def path(here: float = -0.12) -> Path:
    stops = (
        Stop("Enrolled", date(2026, 3, 2), here >= -0.95, -0.95),
        Stop("Assessment", date(2026, 3, 14), here >= -0.7, -0.7),
        Stop("Last session", date(2026, 5, 20), here >= -0.4, -0.4),
        Stop("Family workshop", date(2026, 6, 10), here >= -0.15, -0.15),
        Stop("First visit", date(2026, 12, 10), here >= 0.05, 0.05),
        Stop("Three months out", date(2027, 3, 3), here >= 0.3, 0.3),
        Stop("Licence ends", date(2027, 9, 1), here >= 0.72, 0.72),
        Stop("A year out", date(2027, 12, 3), here >= 0.97, 0.97),
    )
    return Path(stops, here, "Conditional release", date(2026, 12, 3))


def chains() -> list[Chain]:
    contact = "Contact is kept after release"
    home = "Fewer people go back to prison in the first year"
    plan = "Person and family agree a plan that each has spoken for"
    return [
        Chain(
            "Group sessions on family relationships",
            "People see what their family needs from them",
            contact,
            "Family contact scale",
        ),
        Chain("Connection plan", plan, contact, "Family contact scale"),
        Chain("Family workshop", plan, contact, "Family contact scale"),
        Chain(
            "Rehabilitation plan shared with the prison",
            "Decisions on release take the family into account",
            home,
            "Reconvictions at one year",
        ),
    ]


def around() -> list[Around]:
    return [
        Around("Alice Okafor", "Caseworker", "action"),
        Around("Carol Finch", "Counsellor", "action"),
        Around("Dorothy Beaumont", "Mother", "due"),
        Around("Jean-Paul Smith", "Volunteer mentor", "quiet"),
        Around("Hannah Price", "Community offender manager", "done"),
        Around("Sam Beaumont", "Brother", "due"),
        Around("Wing 4 key worker", "Prison", "done"),
    ]


def due_rows() -> list[SimpleNamespace]:
    common = {"person_url": "/people/TG-4F2K/", "action_url": "/contacts/new/", "action_label": "Record"}
    return [
        item(
            title="First visit within 7 days of release",
            person_name="Andrea Bell",
            when="2 days late",
            tone="overdue",
            icon="home",
            **common,
        ),
        item(
            title="Treatment plan review",
            person_name="Carl Dunmore",
            when="today",
            tone="due",
            icon="clinical",
            note="with Carol",
            **common,
        ),
        item(
            title="Meet at the gate, with travel booked",
            person_name="Edith Farrow",
            when="in 3 days",
            tone="quiet",
            icon="gate",
            **common,
        ),
    ]


def context() -> dict[str, Any]:
    return {
        "today": TODAY,
        "organisation_name": "Harbour Lane Trust",
        "demo": True,
        "navigation": [
            item(label="Today", url="/", current=True),
            item(label="People", url="/people/", current=False),
            item(label="Programmes", url="/programmes/", current=False),
            item(label="Evaluations", url="/evaluations/", current=False),
        ],
        "search_url": "/search/",
        "sign_out_url": "/out/",
        "record_url": "/contacts/new/",
        "accessibility_url": "/accessibility/",
        "user_name": "Alice Okafor",
        "user_role": "Caseworker, Send",
        "messages": [
            item(level_tag="success", __str__=lambda: ""),
        ],
        "blank": EveryField(),
        "wrong": EveryField(
            {"day_day": "31", "day_month": "11", "day_year": "", "minutes": "-3", "name": "", "happened": ""}, prefix=""
        ),
        "path": path(),
        "chains": chains(),
        "around": around(),
        "bars": [
            Bar("Sessions held", 34, "34 of 40"),
            Bar("Workshops held", 5, "5 of 8", "due"),
            Bar("First visits in 7 days", 2, "2 of 9", "overdue"),
        ],
        "rows": due_rows(),
        "figures": [
            item(number=3, label="overdue", tone="overdue", url="?show=overdue", current=True),
            item(number=5, label="due today", tone="due", url="?show=today"),
            item(number=9, label="coming up", tone="quiet", url="?show=coming"),
            item(number=41, label="done this month", tone="done", url=""),
        ],
        "timeline": [
            item(
                on=date(2026, 11, 9),
                title="Phone call, 20 minutes",
                who="Alice Okafor",
                icon="phone",
                tone="action",
                url="/entries/1/",
                body="Talked about\nthe first week.",
            ),
            item(
                on=date(2026, 11, 2),
                title="Release date moved to 3 December",
                who="Mona Reid",
                icon="calendar",
                tone="due",
                url="",
                body="",
            ),
            item(
                on=date(2026, 10, 20),
                title="Session 6 of 6",
                who="Carol Finch",
                icon="group",
                tone="done",
                url="",
                body="",
            ),
        ],
        "summary": [
            item(key="Prison number", value="A1234BC", action_url="/change/", action_label="Change"),
            item(key="Preferred name", value="", action_url="/change/", action_label=""),
            item(key="Site", value="Send", action_url="", action_label=""),
        ],
        "tabs": [
            item(label=label, url="#", current=label == "Overview")
            for label in ("Overview", "Story", "Plan", "Release", "Family", "Timeline")
        ],
        "page_obj": Paginator(range(200), 10).get_page(4),
        "conflict": item(
            who="Bob Tan",
            at=datetime(2026, 11, 10, 14, 32, tzinfo=UTC),
            rows=[item(label="Release day", yours="3 December", theirs="5 December")],
        ),
        "crumbs": [item(label="People", url="/people/"), item(label="Andrea Bell", url="")],
    }
