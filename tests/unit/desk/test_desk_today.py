from datetime import date, timedelta

import pytest
from django.urls import reverse

from throughgate.desk.rules.today import SHOWN_PER_GROUP
from throughgate.desk.views.today import FEW_OF_MANY
from throughgate.people.models import Assignment, AssignmentRole, MoveKind

TODAY_URL = "/"


def page(client, **asked) -> str:
    return client.get(reverse("desk:today"), asked).content.decode()


def test_overdue_due_and_coming_are_grouped(as_user, alice, due):
    due("assessment", -2)
    due("sessions", 0)
    due("id", 5)
    html = page(as_user(alice))
    assert [html.index(words) for words in ("First assessment", "Sessions, 1 of 4", "ID documents")] == sorted(
        html.index(words) for words in ("First assessment", "Sessions, 1 of 4", "ID documents")
    )
    assert "2 days late" in html and "in 5 days" in html


def test_what_lies_beyond_two_weeks_is_left_for_later(as_user, alice, due):
    due("id", 15)
    assert "ID documents" not in page(as_user(alice))


def test_only_the_next_of_a_series_stands_on_today(as_user, alice, due):
    due("sessions", 3)
    due("sessions", 3, ordinal=2, is_next=False)
    assert (
        page(as_user(alice)).count("Sessions, ") == 2
    )  # its title, and the same words for a screen reader in its link


def test_a_session_is_one_tap_away_and_knows_whom_it_is_about(as_user, alice, due, person, enrolment):
    due("sessions", 0)
    due_url = reverse("groups:due", args=[person.ref])
    assert f"{due_url}?kind=group-session&amp;enrolment={enrolment.ref}" in page(as_user(alice))


def test_a_step_done_by_hand_leads_to_its_own_form_with_its_subject(as_user, alice, due, person, enrolment):
    due("assessment", 0)
    wanted = (
        f"{reverse('casework:done')}?person={person.ref}&amp;kind=form&amp;subject=first-assessment"
        f"&amp;enrolment={enrolment.ref}"
    )
    assert wanted in page(as_user(alice))


def test_who_does_it_is_said(as_user, alice, due, carols):
    due("therapy", 0, who="counsellor")
    due("diary", 0, who="person")
    due("assessment", 0)
    due("gate", 0, who="volunteer")
    html = page(as_user(alice))
    for words in ("by Carol Example", "by Jo", "by you", "no mentor yet"):
        assert words in html


def test_my_list_holds_my_caseload_only(as_user, alice, bob, due, someone, enrol):
    due("id", 1, on=enrol(someone(worker=bob)))
    client = as_user(alice)
    assert "Kit Marsh" not in page(client)
    assert "Kit Marsh" in page(client, scope="team")
    assert "Kit Marsh" in page(client, scope="site")


def test_nobody_elsewhere_stands_on_any_list(as_user, alice, charlie, downview, due, someone, enrol):
    due("id", 1, on=enrol(someone(worker=charlie, site=downview)))
    for scope in ("me", "team", "site"):
        assert "Kit Marsh" not in page(as_user(alice), scope=scope)


def test_a_manager_begins_with_the_team(as_user, mona, due):
    due("id", 1)
    html = page(as_user(mona))
    assert "Jo Vale" in html
    assert 'href="/?scope=team" aria-current="true"' in html


def test_a_volunteer_has_no_team_to_switch_to(as_user, victor):
    assert "tg-segments" not in page(as_user(victor))


def test_someone_released_on_friday_is_said_first(as_user, alice, person, releases, due):
    releases(person, date(2026, 11, 25))
    due("gate", 5, who="volunteer")
    html = page(as_user(alice))
    assert "This week: 1 release · 1 gate meeting" in html
    assert "is released and is to be met at the gate on <strong>Wednesday</strong> 25 November" in html
    assert html.count("is to be met at the gate") == 1


def test_the_release_date_that_is_shown_counts_not_an_earlier_kind(as_user, alice, person, releases):
    releases(person, date(2026, 11, 24), kind="crd", confidence="expected")
    releases(person, date(2026, 12, 24))
    assert "is expected to be released" not in page(as_user(alice))


def test_someone_already_out_is_not_released_again(as_user, alice, person, releases, moves):
    releases(person, date(2026, 11, 24))
    moves(person, MoveKind.RELEASED, date(2026, 11, 18))
    assert "1 release" not in page(as_user(alice))


def test_a_hearing_of_the_week_is_said(as_user, alice, person, releases):
    releases(person, date(2026, 11, 23), kind="parole_hearing")
    html = page(as_user(alice))
    assert "This week: 1 hearing" in html and "has a parole hearing" in html


def test_someone_released_and_not_met_is_seen_at_once(as_user, alice, person, moves):
    moves(person, MoveKind.RELEASED, date(2026, 11, 18))
    html = page(as_user(alice))
    assert "Released and not met yet" in html and "5 days left to meet within the week" in html
    assert f"person={person.ref}&amp;kind=first-visit" in html


def test_a_week_that_passed_without_a_meeting_stays_in_sight(as_user, alice, person, moves):
    moves(person, MoveKind.RELEASED, date(2026, 11, 10))
    assert "the first week has passed" in page(as_user(alice))


@pytest.mark.parametrize(("kind", "seen"), [("first-visit", False), ("phone-call", True), ("gate-meeting", True)])
def test_meeting_takes_them_off_the_list_and_a_call_does_not(as_user, alice, person, moves, write, kind, seen):
    moves(person, MoveKind.RELEASED, date(2026, 11, 18))
    write(kind, on=date(2026, 11, 19))
    assert ("Released and not met yet" in page(as_user(alice))) is seen


def test_a_visit_that_did_not_happen_is_no_meeting(as_user, alice, person, moves, write):
    moves(person, MoveKind.RELEASED, date(2026, 11, 18))
    write("first-visit", on=date(2026, 11, 19), happened=False)
    assert "Released and not met yet" in page(as_user(alice))


def test_someone_back_in_custody_is_not_waiting_to_be_met(as_user, alice, person, moves):
    moves(person, MoveKind.RELEASED, date(2026, 11, 12))
    moves(person, MoveKind.RECALLED, date(2026, 11, 16))
    assert "Released and not met yet" not in page(as_user(alice))


def test_what_i_promised_stands_on_my_today(as_user, alice, bob, promise):
    promise("Ring the housing office", by_on=date(2026, 11, 19))
    assert "Ring the housing office" in page(as_user(alice))
    assert "Ring the housing office" not in page(as_user(bob))


def test_what_i_promised_is_done_and_taken_back_in_one_tap(as_user, alice, promise):
    ref = promise("Ring the housing office", by_on=date(2026, 11, 19)).ref
    done, undo, contact = (reverse(f"casework:follow_up{name}", args=[ref]) for name in ("_done", "_undone", ""))
    client = as_user(alice)
    before = page(client)
    assert before.count("Ring the housing office") == 2 and f'action="{done}"' in before and contact in before
    client.post(done, {"next": "/"})
    after = page(client)
    assert f'action="{undo}"' in after and f'action="{done}"' not in after
    client.post(undo, {"next": "/"})
    assert f'action="{done}"' in page(client)


def test_a_manager_sees_who_has_no_worker(as_user, mona, alice, someone):
    someone("Robin", "Field")
    assert "Robin Field" in page(as_user(mona))
    assert "Robin Field" not in page(as_user(alice))


def test_an_empty_day_says_what_to_do_next(as_user, alice):
    html = page(as_user(alice))
    assert "Nothing is due in the next two weeks" in html and reverse("people:list") in html


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_a_role_without_people_gets_its_own_today(as_user, request, person, due, name):
    due("id", 0)
    html = page(as_user(request.getfixturevalue(name)))
    assert "what you can do" in html and "Jo Vale" not in html


def test_a_long_group_is_cut_and_has_a_page_of_its_own(as_user, alice, someone, enrol, due, today):
    for number in range(27):
        due("id", -3, on=enrol(someone("Kit", f"Number{number:02}", worker=alice)))
    client = as_user(alice)
    html = page(client)
    assert html.count("tg-due__row--overdue") == SHOWN_PER_GROUP and "Show all 27" in html
    assert page(client, group="overdue").count("tg-due__row--overdue") == 27


def test_a_group_page_turns_over_after_fifty(as_user, alice, someone, enrol, due):
    enrolled = enrol(someone(worker=alice))
    for number in range(1, 53):
        due("id", 3, on=enrolled, ordinal=number)
    client = as_user(alice)
    assert page(client, group="coming").count("tg-due__row--") == 50
    assert page(client, group="coming", page="2").count("tg-due__row--") == 2


def test_a_made_up_group_or_page_falls_back(as_user, alice):
    client = as_user(alice)
    assert client.get("/", {"group": "all", "scope": "x", "page": "-4"}).status_code == 200


def test_coming_counts_up_to_the_fourteenth_day(as_user, alice, due, today):
    assert due("id", 14).by_on == today + timedelta(days=14)
    assert "in 14 days" in page(as_user(alice))


def test_a_mentor_sees_their_matched_person(as_user, victor, person, due, alice):
    Assignment.objects.create(
        person=person, worker=victor, role=AssignmentRole.MENTOR, from_on=date(2026, 1, 5), added_by=alice
    )
    due("gate", 0, who="volunteer")
    assert "by you" in page(as_user(victor))


def test_a_row_of_an_element_the_model_no_longer_has_hides_no_other(as_user, alice, due):
    due("old-element", 0)
    due("id", 1)
    html = page(as_user(alice))
    assert "Old element" in html and "ID documents" in html


def test_a_volunteer_is_told_and_counted_what_is_theirs(as_user, victor, person, due, alice):
    Assignment.objects.create(
        person=person, worker=victor, role=AssignmentRole.MENTOR, from_on=date(2026, 1, 5), added_by=alice
    )
    due("id", -9, who="staff")
    due("gate", -2, who="volunteer")
    for address in ("/", "/?scope=me&group=overdue"):
        said = as_user(victor).get(address).content.decode()
        assert "by you" in said and "by Alice Example" not in said
        assert '<span class="tg-count__number">1</span>' in " ".join(said.split())


def test_a_manager_finds_first_what_cannot_wait(as_user, mona, alice, someone, enrol, due, moves):
    """Counted at the top, and long lists of what is due end early: their pages hold all of it."""
    for number in range(9):
        due("id", -3, on=enrol(someone("Kit", f"Number{number:02}", worker=alice)))
    moves(someone("Out", "Marsh", worker=alice), MoveKind.RELEASED, date(2026, 11, 10))
    someone("Robin", "Field")
    html = page(as_user(mona), scope="site")
    for words in ("released and not met", "without a worker"):
        assert 0 < html.index(words) < html.index("Out Marsh") < html.index("This week")
    assert html.count("days late") == FEW_OF_MANY and "Show all 9" in html
    assert page(as_user(mona), scope="site", group="overdue").count("days late") == 9
