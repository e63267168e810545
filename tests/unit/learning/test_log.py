"""The learning log: noted, learned, changing, checked by somebody else; and what is told back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.learning.models import KeptAnswer, LogChange, LogItem, WallLine, WallPage
from throughgate.learning.rules.log import LogError, State
from throughgate.learning.selectors.log import due_in_log, item_for, items_for
from throughgate.learning.services.log import (
    check_change,
    end_without_change,
    note_item,
    plan_change,
    say_changed,
    write_note,
)
from throughgate.learning.services.wall import publish_wall, put_on_wall, take_off_wall, unpublish_wall

pytestmark = pytest.mark.django_db
ON = timedelta(days=1)


@pytest.fixture
def change(mona, item, alice, bob) -> LogChange:
    return plan(mona, item, alice, bob)


def plan(by, item, responsible, checker, **said) -> LogChange:
    known = {"what": "Ring on the day", "by_on": today(), "check_on": today() + ON}
    return plan_change(by=by, item=item, responsible=responsible, checker=checker, **known | said)


def test_from_noted_to_checked(mona, alice, bob, item, change):
    write_note(by=mona, item=item, part="learned", words="Say a day and keep it")
    say_changed(by=alice, change=change, done_words="We ring on the day", done_on=today())
    assert item_for(mona, item.ref).state is State.CHANGING
    check_change(by=bob, change=change, finding="worked", words="Asked five people", on=today())
    assert item_for(mona, item.ref).state is State.CHECKED
    assert due_in_log(bob, today() + ON) == []


def test_who_made_it_may_not_check_it(mona, alice, bob, item):
    change = plan(mona, item, mona, bob)
    say_changed(by=mona, change=change, done_words="Done", done_on=today())
    with pytest.raises(LogError, match="somebody else"):
        check_change(by=mona, change=change, finding="worked", words="I say so", on=today())
    with pytest.raises(Forbidden):
        check_change(by=alice, change=change, finding="worked", words="Not mine", on=today())


def test_who_is_to_check_it_does_not_make_it(mona, alice, item):
    change = plan(mona, item, alice, mona)
    with pytest.raises(LogError, match="somebody else"):
        say_changed(by=mona, change=change, done_words="Done for her", done_on=today())


def test_the_database_holds_that_too(mona, alice, item, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        LogChange.objects.filter(pk=change.pk).update(checker=alice)


def test_too_early_asks_again_and_not_working_leaves_it_open(mona, alice, bob, item, change):
    write_note(by=mona, item=item, part="learned", words="Say a day")
    say_changed(by=alice, change=change, done_words="Done", done_on=today())
    known = {"by": bob, "change": change, "on": today()}
    check_change(**known, finding="too_early", words="Nobody rang yet", again_on=today() + 10 * ON)
    assert [on for _, on, is_check in due_in_log(bob, today()) if is_check] == [today() + 10 * ON]
    check_change(**known, finding="did_not", words="Still late")
    assert item_for(mona, item.ref).state is State.LEARNED
    assert plan(mona, item, alice, bob).pk != change.pk
    assert change.checks.count() == 2


def test_nothing_is_checked_before_it_is_changed(bob, change):
    with pytest.raises(LogError, match="Nothing was changed yet"):
        check_change(by=bob, change=change, finding="worked", words="Fine", on=today())


def test_a_change_planned_otherwise_stays_to_be_read(mona, alice, bob, item, change):
    with pytest.raises(LogError, match="Say why"):
        plan(mona, item, bob, alice)
    plan(mona, item, bob, alice, because="Alice is away")
    assert [one.withdrawn_because for one in item_for(mona, item.ref).changes] == ["Alice is away", ""]


def test_nothing_changes_closes_it_and_a_change_opens_it_again(mona, alice, bob, item):
    end_without_change(by=mona, item=item, because="It happened once")
    assert item_for(mona, item.ref).state is State.ENDED
    assert item not in items_for(mona, open_only=True)
    with pytest.raises(LogError, match="closed already"):
        end_without_change(by=mona, item=item, because="Again")
    plan(mona, item, alice, bob)
    read = item_for(mona, item.ref)
    assert (read.state, [one.because for one in read.endings]) == (State.CHANGING, ["It happened once"])
    assert item in items_for(mona, open_only=True)
    assert Event.objects.filter(action="learning.ended").count() == 1


def test_closing_withdraws_what_was_planned_but_not_what_was_made(mona, alice, item, change):
    say_changed(by=alice, change=change, done_words="We ring", done_on=today())
    with pytest.raises(LogError, match="whether that worked"):
        end_without_change(by=mona, item=item, because="Not needed")
    LogChange.objects.update(done_at=None, done_by=None, done_on=None)
    with pytest.raises(LogError, match="Say why"):
        end_without_change(by=mona, item=item, because=" ")
    end_without_change(by=mona, item=item, because="Not ours to change")
    change.refresh_from_db()
    assert (change.withdrawn_because, change.withdrawn_by) == ("Not ours to change", mona)
    assert due_in_log(alice, today() + ON) == []


def test_only_managers_of_the_site_close_it(alice, mona, downview, item):
    with pytest.raises(Forbidden):
        end_without_change(by=alice, item=item, because="Once")
    LogItem.objects.filter(pk=item.pk).update(site=downview)
    item.refresh_from_db()
    with pytest.raises(Hidden):
        end_without_change(by=mona, item=item, because="Once")


def test_another_change_after_one_that_worked_is_open_again(mona, alice, bob, item, change):
    say_changed(by=alice, change=change, done_words="We ring", done_on=today())
    check_change(by=bob, change=change, finding="worked", words="Asked five", on=today())
    assert item not in items_for(mona, open_only=True)
    plan(mona, item, bob, alice)
    assert item in items_for(mona, open_only=True)


def test_what_is_put_right_keeps_what_stood(mona, item):
    with pytest.raises(LogError, match="Say why"):
        write_note(by=mona, item=item, part="happened", words="Letters come late")
    write_note(by=mona, item=item, part="happened", words="Letters come late", reason="It was letters")
    read = item_for(mona, item.ref)
    assert (read.happened, [one.words for one in read.notes]) == (
        "Letters come late",
        ["Calls come late", "Letters come late"],
    )
    assert Event.objects.filter(action="learning.note_corrected").count() == 1


def test_only_managers_of_the_site_keep_it(alice, mona, send, downview, item):
    known = {"source": "staff", "happened": "A slip", "heard_on": today()}
    with pytest.raises(Forbidden):
        note_item(by=alice, site=send, **known)
    with pytest.raises(Hidden):
        note_item(by=mona, site=downview, **known)
    assert item_for(alice, item.ref).item == item


def test_nobody_from_elsewhere_is_given_a_change(mona, charlie, bob, item):
    with pytest.raises(LogError, match="this site"):
        plan(mona, item, charlie, bob)


def test_an_item_from_feedback_leads_back_to_nobody(gives, alice, mona, person, send):
    gives(alice, person, is_kept=True)
    voice = KeptAnswer.objects.filter(question="differently").get()
    known = {"source": "person", "happened": "Calls come late", "heard_on": today()}
    made = note_item(by=mona, site=send, voice=voice, **known)
    voice.refresh_from_db()
    assert voice.item == made
    assert not any(field.related_model in (type(person), KeptAnswer) for field in LogItem._meta.fields)
    with pytest.raises(Forbidden):
        note_item(by=alice, site=send, voice=voice, **known)


def test_due_stands_on_today_of_whoever_it_is(client, alice, bob, mona, change):
    titles = {}
    for user in (alice, bob, mona):
        client.force_login(user)
        titles[user] = client.get(reverse("desk:today")).content.decode()
    assert ["To change, and to check" in titles[user] for user in (alice, bob, mona)] == [True, False, False]
    say_changed(by=alice, change=change, done_words="We ring", done_on=today())
    client.force_login(bob)
    assert "Check whether a change worked" in client.get(reverse("desk:today")).content.decode()


def test_a_text_with_a_name_asks_back_and_may_be_confirmed(client, mona, person):
    client.force_login(mona)
    said = {
        "site": person.site.code, "source": "person", "happened": "Jordan waited for a call",
        "heard_on": today().isoformat(),
    }  # fmt: skip
    page = client.post(reverse("learning:new"), said).content.decode()
    assert "stands in the record as somebody’s name" in page and "Jordan waited for a call" in page
    assert client.post(reverse("learning:new"), said | {"no_names": "on"}).status_code == 302


@pytest.mark.parametrize("name", ["log", "item"])
def test_queries_do_not_grow(client, mona, alice, bob, send, item, change, name, django_assert_num_queries):
    client.force_login(mona)
    page = reverse("learning:log") if name == "log" else reverse("learning:item", args=[item.ref])
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    known = {"site": send, "source": "staff", "heard_on": today()}
    for number in range(4):
        plan(mona, note_item(by=mona, happened=f"Slip {number}", **known), alice, bob)
        plan(mona, item, alice, bob, because="Again")
        write_note(by=mona, item=item, part="happened", words=f"Said {number}", reason="Clearer")
    with django_assert_num_queries(len(one)):
        client.get(page)


# You said, we did

LINE = {"you_said": "Calls come late.", "could": True, "we_did": "We ring on the day."}


@pytest.fixture
def wall(mona, item) -> str:
    put_on_wall(by=mona, item=item, quarter=quarter_of(today()), **LINE)
    return reverse("learning:wall_page", args=[item.site.code, quarter_of(today()).isoformat()])


def test_a_page_is_looked_at_by_managers_before_it_is_published(client, mona, alice, send, wall):
    client.force_login(alice)
    assert client.get(wall).status_code == 404
    client.force_login(mona)
    assert "not published yet" in client.get(wall).content.decode()
    client.post(f"{wall}publish/")
    client.force_login(alice)
    assert "Calls come late." in client.get(wall).content.decode()


def test_what_is_published_stays_as_it_was_until_it_is_published_anew(client, mona, alice, item, send, wall):
    publish_wall(by=mona, site=send, quarter=quarter_of(today()))
    put_on_wall(by=mona, item=item, quarter=quarter_of(today()), **LINE | {"we_did": "We ring at noon."})
    client.force_login(alice)
    assert "We ring at noon." not in client.get(f"{wall}?show=next").content.decode()
    client.force_login(mona)
    assert "We ring at noon." in client.get(f"{wall}?show=next").content.decode()
    publish_wall(by=mona, site=send, quarter=quarter_of(today()))
    client.force_login(alice)
    assert "We ring at noon." in client.get(wall).content.decode()
    assert (WallLine.objects.count(), WallPage.objects.count()) == (2, 2)


def test_it_comes_down_at_any_time(client, mona, alice, item, send, wall):
    publish_wall(by=mona, site=send, quarter=quarter_of(today()))
    unpublish_wall(by=mona, site=send, quarter=quarter_of(today()))
    client.force_login(alice)
    assert client.get(wall).status_code == 404
    take_off_wall(by=mona, item=item)
    with pytest.raises(LogError, match="nothing to publish"):
        publish_wall(by=mona, site=send, quarter=quarter_of(today()))


def test_hard_words_do_not_go_up(client, mona, item):
    with pytest.raises(LogError, match="long word"):
        put_on_wall(by=mona, item=item, quarter=quarter_of(today()), **LINE | {"you_said": "Accommodation is bad."})
    client.force_login(mona)
    said = {
        "quarter": quarter_of(today()).isoformat(),
        "could": "no",
        **LINE,
        "we_did": "The responsibility is not ours.",
    }
    said["could"] = "no"
    assert "Use a shorter one" in client.post(reverse("learning:put", args=[item.ref]), said).content.decode()


def test_on_paper_it_is_a_tagged_pdf(client, mona, wall):
    client.force_login(mona)
    made = client.get(f"{wall}paper/")
    assert made["Content-Type"] == "application/pdf" and made.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made.content or b"ObjStm" in made.content


def test_a_quarter_begins_on_its_first_day(client, mona, send, wall):
    client.force_login(mona)
    for text in ("2026-02-01", "today"):
        assert client.get(reverse("learning:wall_page", args=[send.code, text])).status_code == 404
