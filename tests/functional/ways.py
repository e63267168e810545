"""How a page with more than one button is gone through: by the name of the page on which a line of a programme ends."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from throughgate.programmes.asking import asked_by

if TYPE_CHECKING:
    from tests.functional.walking import Walk

Way = Callable[["Walk", str], None]
FAMILY = "Sam Quince"


def ask_form(walk: "Walk", element: str) -> None:
    """The first questions are answered, the others left for now."""
    walk.press("Start asking")
    walk.fill_and_press("Save and go on")
    walk.follow("Finish or stop here")
    walk.page.get_by_label(re.compile("^Leave these")).check()
    walk.press("Finish the form")


def take_measure(walk: "Walk", element: str) -> None:
    walk.page.get_by_label("I ask, and put down").check()
    walk.press("Start")
    while walk.page.get_by_role("button", name="Save and go on").count():
        walk.fill_and_press("Save and go on")
    walk.press("Finish and score")


def agree_to_plan(walk: "Walk", element: str) -> None:
    """Begun, with a goal and a step, and agreed to by both."""
    page = walk.page
    walk.fill_and_press("Begin the plan")
    walk.follow("Write the first goal")
    page.get_by_label(re.compile("^What does .* want")).fill("A room with a window")
    step = page.get_by_role("group", name="Step 1", exact=True)
    step.get_by_label("What is to be done?").fill("Ring the housing team")
    step.get_by_label("Who does it?").select_option(index=1)
    for label in ("Day", "Month", "Year"):
        step.get_by_label(label, exact=True).fill(str(getattr(walk.now, label.lower())))
    walk.press("Save this goal")
    walk.follow("Agree to it")
    page.get_by_label(re.compile("^Both: ")).check()
    page.get_by_label("In person").check()
    walk.press("Note the agreement")


def look_at_plan_again(walk: "Walk", element: str) -> None:
    """What is done is named, then both look at it."""
    done = walk.page.get_by_role("button", name=re.compile("^(They did it|Done)")).first
    if done.is_visible():
        with walk.page.expect_navigation():
            done.click()
    walk.follow("Look at it again")
    walk.fill_and_press()


def give_feedback(walk: "Walk", element: str) -> None:
    """Every page of it has one button, the last none."""
    while walk.page.locator("main form button.govuk-button").count():
        walk.fill_and_press()


def by_hand(walk: "Walk", element: str) -> None:
    """What was not arranged by us is recorded as done by hand, by the link on the page of what is."""
    kind = asked_by(walk.model, element).kind
    link = walk.page.locator(f"main a[href*='/done/?'][href*='kind={kind.code if kind else ''}']").first
    if not link.is_visible():
        walk.page.locator("main details:not([open]) > summary").last.click()
    with walk.page.expect_navigation():
        link.click()
    walk.fill_and_press()


def add_to_circle(walk: "Walk") -> None:
    walk.follow("Add them to the circle first")
    walk.page.get_by_label("Name", exact=True).fill(FAMILY)
    walk.fill_and_press()


def ask_consent(walk: "Walk", element: str) -> None:
    """Who is to know what, first of all; then what they say to it."""
    if not walk.person.circle.exists():
        add_to_circle(walk)
        walk.open_line(element)
    walk.fill_and_press("Continue")
    walk.page.get_by_label(re.compile("^Yes")).first.check()
    walk.fill_and_press("Save what they said")


def write_report(walk: "Walk", element: str) -> None:
    """Drafted from the record, the opinion written, gone through with the person, frozen and sent."""
    walk.fill_and_press("Draft it")
    walk.follow(re.compile("Write this section.*What we suggest"))
    walk.page.get_by_role("textbox").fill("A room of their own, which the housing team looks for.")
    walk.press(re.compile("^Save$"))
    walk.follow("Say how it was gone through")
    walk.page.get_by_label("Read together").check()
    walk.press()
    walk.press("Freeze it")
    walk.follow("Note that it was sent")
    walk.fill_and_press()


def step_down(walk: "Walk", element: str) -> None:
    walk.follow("Step down")
    walk.page.get_by_label("What was learned?").fill("Ask on the day itself")
    walk.fill_and_press("Step down")


def get_basic(walk: "Walk", element: str) -> None:
    """From not begun to in hand: what its first button says, until it has none."""
    main = walk.page.locator("main .tg-taps__main")
    while main.count():
        with walk.page.expect_navigation():
            main.click()
        if walk.name_of_page() == "release:step":
            walk.look()
            if (cost := walk.page.locator("[name=cost]")).count():
                cost.fill("12.50")
            walk.fill_and_press()


def arrange_home(walk: "Walk", element: str) -> None:
    walk.follow("With family, or their own")
    walk.fill_and_press()


WAYS: Mapping[str, Way] = {
    "release:basic": get_basic,
    "release:home": arrange_home,
    "people:ask_consent": ask_consent,
    "reports:new": write_report,
    "crisis:crisis": step_down,
    "story:form": ask_form,
    "measures:start": take_measure,
    "plan:begin": agree_to_plan,
    "plan:person": look_at_plan_again,
    "learning:start": give_feedback,
    "handover:person": by_hand,
    "release:their_journeys": by_hand,
}
