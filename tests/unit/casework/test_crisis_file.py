"""An organisation's own rules for a crisis, and what the database refuses of one."""

from importlib.resources import files

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.casework.checks import check_crisis_file
from throughgate.casework.crisis_file import shipped_crisis_rules
from throughgate.casework.models import Crisis, CrisisTold
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.services.crisis import raise_crisis

SHIPPED = (files("throughgate.casework") / "data" / "crisis.yaml").read_text(encoding="utf-8")


@pytest.fixture
def own(settings, tmp_path):
    settings.VAR = tmp_path

    def write(text):
        (tmp_path / "crisis.yaml").write_text(text, encoding="utf-8")

    return write


def test_without_a_file_of_ones_own_the_shipped_rules_hold(settings, tmp_path):
    settings.VAR = tmp_path
    assert crisis_rules() is shipped_crisis_rules()
    assert check_crisis_file(None) == []


def test_a_file_of_ones_own_takes_their_place(own):
    own(SHIPPED.replace('call: ""', 'call: "01483 000000"'))
    assert crisis_rules().out_of_hours.call == "01483 000000"
    assert check_crisis_file(None) == []


def test_a_faulty_one_is_told_of_and_stands_in_nobodys_way(own, caplog):
    own(SHIPPED.replace("see_within: 15", "see_within: soon"))
    assert crisis_rules() is shipped_crisis_rules()
    (error,) = check_crisis_file(None)
    assert "crisis.yaml:" in error.msg and "see_within" in error.msg
    assert "check_crisis_rules" in caplog.text


def test_one_that_is_no_text_either(own, settings):
    (settings.VAR / "crisis.yaml").write_bytes(b"\xff\xfe\x00")
    assert crisis_rules() is shipped_crisis_rules()
    assert "cannot be read as text" in check_crisis_file(None)[0].msg


def test_the_command_says_what_holds(own, capsys):
    call_command("check_crisis_rules")
    assert "9 kinds of crisis" in capsys.readouterr().out
    own(SHIPPED.replace("level: now", "level: never"))
    with pytest.raises(CommandError, match="“never”"):
        call_command("check_crisis_rules")


def test_a_kind_that_the_rules_no_longer_have_stays_readable():
    rules = shipped_crisis_rules()
    assert rules.title_of("eviction-notice") == "Eviction notice"
    assert rules.kind("eviction-notice") == rules.kind("other")


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "soon"},
        {"sensitivity": "secret"},
        {"stepped_down_at": timezone.now()},
        {"learned": "Something, and still open"},
    ],
)
def test_the_database_refuses_a_crisis_that_cannot_be(alice, person, wrong):
    crisis = raise_crisis(by=alice, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Crisis.objects.filter(pk=crisis.pk).update(**wrong)


def test_nobody_is_told_twice_of_one(alice, bob, person):
    crisis = raise_crisis(by=bob, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrisisTold.objects.create(crisis=crisis, user=alice, whom="workers", told_at=timezone.now())


def test_a_mail_server_that_is_down_undoes_nothing(alice, bob, person, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.unit.casework.no_mail.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        crisis = raise_crisis(by=bob, person=person)
    assert Crisis.objects.get() == crisis
