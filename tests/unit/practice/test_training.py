"""Who is trained in what, when it runs out, and who is told."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.own_files import own_place
from throughgate.practice.checks import check_files
from throughgate.practice.grammar import Training
from throughgate.practice.loading import TRAINING, PracticeFileError, load_sheet, load_trainings, trainings
from throughgate.practice.models import TrainingRecord
from throughgate.practice.rules.training import PracticeError, State, last_day, standing_of
from throughgate.practice.selectors.training import colleagues_trained, running_out
from throughgate.practice.services.training import Said, correct_training, note_training, strike_training
from throughgate.programmes.models import Enrolment
from throughgate.programmes.services.publishing import load_shipped_models

FAULTY = "training: a\nversion: 1\ntitle: A\ntrainings:\n  b:\n    title: B\n"
YEARLY = Training(title="Keys", needed_by=("caseworker",), months=12, tell_before=60)


@pytest.fixture
def note(mona, alice, today):
    def _note(training="data-protection", done_on=None, by=mona, user=alice, **more):
        said = Said(done_on=done_on or today, given_by="The council", proof="Certificate", **more)
        return note_training(by=by, user=user, training=training, said=said)

    return _note


@pytest.mark.parametrize(
    ("done", "months", "last"),
    [
        (date(2026, 1, 15), 12, date(2027, 1, 14)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 12, 1), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 1, 1), None, None),
    ],
)
def test_it_holds_for_so_many_months(done, months, last):
    assert last_day(Training(title="It", needed_by=("manager",), months=months), done) == last


@pytest.mark.parametrize(
    ("left", "state"),
    [(-1, State.OVER), (0, State.SOON), (60, State.SOON), (61, State.HELD), (None, State.HELD)],
)
def test_the_longest_of_several_counts(left, state, today):
    def record(until):
        return TrainingRecord(done_on=today - timedelta(days=400), until=until)

    rows = [record(today - timedelta(days=30)), record(None if left is None else today + timedelta(days=left))]
    assert standing_of(rows, YEARLY, today).state is state
    assert standing_of([], YEARLY, today).state is State.MISSING


def test_the_shipped_trainings_are_for_shipped_programmes(db):
    slugs = {one.programme for one in trainings().trainings.values() if one.programme}
    assert slugs == {row.slug for row in load_shipped_models()}
    assert all(one.months is None or one.months * 28 > one.tell_before for one in trainings().trainings.values())


def test_noted_twice_it_stands_once_and_a_wrong_one_is_put_right(note, mona, alice, today):
    first = note()
    assert note() == first
    said = Said(done_on=today - timedelta(days=3), given_by="The prison", proof="E-mail")
    right = correct_training(by=mona, record=first, because="Another day", said=said)
    first.refresh_from_db()
    assert first.struck_because == "Another day" and right.corrects == first
    (line,) = [one for one in colleagues_trained([alice], today)[0].lines if one.key == "data-protection"]
    assert line.records == [right] and line.standing.until == last_day(
        trainings().trainings["data-protection"], right.done_on
    )


def test_another_length_says_why(note, today):
    with pytest.raises(PracticeError, match="longer or shorter than usual"):
        note(is_usual=False, until=today + timedelta(days=900))
    kept = note(is_usual=False, until=today + timedelta(days=900), until_because="The certificate says so")
    assert kept.until_because == "The certificate says so"
    with pytest.raises(PracticeError, match="future"):
        note(done_on=today + timedelta(days=1))


def test_only_whoever_manages_here_keeps_them(note, alice, bob, charlie, mona, today):
    with pytest.raises(Forbidden):
        note(by=bob)
    with pytest.raises(Hidden):
        note(user=charlie)
    record = note()
    with pytest.raises(Forbidden):
        strike_training(by=alice, record=record, because="Mine")


def test_what_runs_out_is_told_to_oneself_and_to_ones_manager(note, mona, alice, bob, today):
    alice.line_manager = mona
    alice.save()
    note(done_on=today - timedelta(days=360))
    assert [record.user for record, _ in running_out(alice, today)] == [alice]
    assert [record.user for record, _ in running_out(mona, today)] == [alice]
    assert running_out(bob, today) == []
    note()
    assert running_out(alice, today) == running_out(mona, today) == []


def test_it_stands_on_today(client, note, alice, today):
    note(done_on=today - timedelta(days=400))
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "Training and practice" in page and "It has run out: renew it" in page


def test_practitioners_of_a_programme_need_its_training(alice, bob, person, today):
    model = next(row for row in load_shipped_models() if row.slug == "addiction-recovery")
    Enrolment.objects.create(
        person=person, model=model, site=person.site, stage="enrolled", enrolled_on=today, added_by=alice
    )
    found = {
        one.user: {line.key for line in one.lines if line.needed} for one in colleagues_trained([alice, bob], today)
    }
    assert "addiction-recovery" in found[alice] and "addiction-recovery" not in found[bob]


def test_the_board_asks_as_often_for_many(client, mona, note, bob, alice):
    client.force_login(mona)
    url = reverse("practice:board")
    note()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for training in ("lone-working", "trauma-informed-practice", "safeguarding-adults"):
        for user in (alice, bob):
            note(training, user=user)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url).content.decode()
    assert len(many) == len(one) and "All at a glance" in page and "Alice Example" in page


def test_the_pages_note_put_right_and_strike_out(client, mona, alice, today):
    client.force_login(mona)
    url = reverse("practice:add", args=[alice.ref, "lone-working"])
    day = {"done_on_day": str(today.day), "done_on_month": str(today.month), "done_on_year": str(today.year)}
    said = day | {"given_by": "The council", "proof": "Certificate", "holds": "usual"}
    assert b"Say who gave it" in client.post(url, said | {"given_by": ""}).content
    assert b"Enter the last day on which it holds" in client.post(url, said | {"holds": "otherwise"}).content
    page = client.post(url, said, follow=True).content.decode()
    assert "Mona Example saw: Certificate" in page
    record = TrainingRecord.objects.get()
    page = client.post(
        reverse("practice:correct", args=[record.ref]), said | {"proof": "E-mail", "because": "Wrong"}, follow=True
    ).content.decode()
    assert "saw: E-mail" in page and "struck out by Mona Example" in page
    strike = reverse("practice:strike", args=[TrainingRecord.objects.get(struck_at=None).ref])
    assert "Strike out" in client.get(strike).content.decode()
    assert (
        b"Struck out. It can still be read below"
        in client.post(strike, {"because": "Another person"}, follow=True).content
    )


def test_an_own_file_takes_the_place_of_the_shipped_and_a_faulty_one_of_nothing(settings, tmp_path):
    settings.VAR = tmp_path
    own = own_place(TRAINING)
    own.write_text(
        "training: ours\nversion: 1\ntitle: Ours\ntrainings:\n  keys:\n    title: Keys\n    needed_by: [volunteer]\n"
    )
    assert list(trainings().trainings) == ["keys"] and check_files(None) == []
    own.write_text(
        "training: ours\nversion: 1\ntitle: Ours\ntrainings:\n  keys:\n    title: Keys\n    needed_by: [chef]\n"
    )
    assert "lone-working" in trainings().trainings
    (fault,) = check_files(None)
    assert "“chef” is no role" in fault.msg and "Use " in fault.msg


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing is listed"),
        ("training: a\nversion: 1\ntitle: A\ntrainings: []\n", "nothing is listed"),
        (FAULTY, "nobody needs “b”"),
        (FAULTY + "    needed_by: [manager]\n    monhts: 3\n", "monhts"),
        ("training: a\nversion: 1\ntitle: A\ntrainings:\n  b: [\n", "training.yaml:6"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_line(text, says):
    with pytest.raises(PracticeFileError) as refused:
        load_trainings(text)
    assert says in str(refused.value)


def test_a_sheet_too_long_to_watch_is_refused():
    looks = "\n".join(f"  l{n}: {{ask: Look {n}}}" for n in range(16))
    with pytest.raises(PracticeFileError, match="too many"):
        load_sheet(f"observation: a\nversion: 1\ntitle: A\nagain_after_months: 6\nlooks:\n{looks}\n")
