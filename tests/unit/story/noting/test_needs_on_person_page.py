from django.template.loader import render_to_string

from throughgate.story.selectors.needs import needs_on_person_page
from throughgate.story.services.need_changes import change_status
from throughgate.story.services.needs import note_need, note_strength


def shown(user, person):
    noted = needs_on_person_page(user, person)
    return noted, render_to_string("story/_on_person_page.html", {"noted": noted})


def test_nothing_noted_says_what_stands_here(alice, person):
    assert "Nothing is noted yet" in shown(alice, person)[1]


def test_four_of_each_the_ones_in_progress_first(alice, person):
    for key in ("debt", "benefits", "hope", "company", "doctor"):
        last = note_need(by=alice, person=person, key=key)
        note_strength(by=alice, person=person, words=f"Good at {key}")
    change_status(by=alice, need=last, status="in_progress")
    change_status(by=alice, need=note_need(by=alice, person=person, key="english"), status="met")
    noted, html = shown(alice, person)
    assert (len(noted.strengths), len(noted.needs), noted.more_needs, noted.met) == (4, 4, 1, 1)
    assert noted.needs[0].row == last
    assert "and 1 more" in html and "1 met" in html


def test_what_waits_to_be_talked_about_is_counted(told, alice, bob, person):
    told("living-now", "friends")
    told("drinking", "big")
    assert "2 to talk about" in shown(alice, person)[1]
    assert "1 to talk about" in shown(bob, person)[1]
