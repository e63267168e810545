"""What stands on the person's page, and where a programme's button for a form leads."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from throughgate.programmes.asking import Asked
from throughgate.programmes.doors import door_of
from throughgate.record.kinds import kind_of
from throughgate.story.selectors.glance import glance_of


def test_a_glance_counts_what_the_reader_may_see(tell, person, alice, bob, today, run):
    tell("proud-of", "Her daughter")
    tell("critical-dates", "A hearing on the 3rd", days=40)
    tell("safe-now", "yes", days=1)
    hers, his = glance_of(alice, person, today), glance_of(bob, person, today)
    assert (hers.known, hers.stale, hers.last_on.day) == (3, 1, 19)
    assert (his.known, his.stale, his.last_on.day) == (2, 1, 10)
    assert [sheet.form.slug for sheet in hers.forms] == ["first-meeting"]


def test_its_part_of_the_page_holds_no_answer(tell, person, alice, today, run):
    tell("proud-of", "Her daughter")
    part = render_to_string(
        "story/_told_on_person_page.html", {"told": glance_of(alice, person, today), "person": person, "today": today}
    )
    assert "1 answer about 1 area of life" in part and "Begun" in part
    assert "daughter" not in part


def test_a_form_of_the_bank_has_a_page_and_any_other_is_done_by_hand(person):
    door = door_of("form")
    page = reverse("story:form", kwargs={"ref": person.ref, "slug": "story"})
    assert door(person, Asked("Their story", ("form",), "story"), "ENROLLED") == page
    assert door(person, Asked("Of another service", ("form",), "another"), "ENROLLED") == ""


@pytest.mark.parametrize(("subject", "by_hand"), [("story", False), ("another", True), ("", False)])
def test_only_a_form_that_the_bank_lacks_is_recorded_by_hand(subject, by_hand):
    assert kind_of("form").by_hand_about(subject) is by_hand
