"""An organisation's own plans of sessions, in a folder beside its database."""

import pytest

from throughgate.groups.checks import check_followed, check_plans
from throughgate.groups.loading import plan_of, plans, shipped_plans

OWN = """
plan: {name}
title: Our evenings
model: restorative-family
element: sessions
kind: {kind}
minutes: 90
sessions:
  - title: The first
    aim: To meet.
    steps: {{meet: Everybody said who they are}}
"""


@pytest.fixture
def write(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "session-plans").mkdir()
    yield lambda text: (tmp_path / "session-plans" / "ours.yaml").write_text(text, encoding="utf-8")


def test_a_plan_of_our_own_stands_beside_the_shipped(write):
    write(OWN.format(name="evenings", kind="group-session"))
    assert plan_of("evenings").title == "Our evenings"
    assert set(plans()) == {*shipped_plans(), "evenings"}
    assert check_plans(None) == []


def test_one_of_the_same_name_takes_its_place(write):
    write(OWN.format(name="family-course", kind="group-session"))
    assert plan_of("family-course").title == "Our evenings"


def test_a_faulty_one_replaces_nothing_and_is_told(write):
    write("plan: family-course")
    assert plan_of("family-course") == shipped_plans()["family-course"]
    assert {one.id for one in check_plans(None)} == {"groups.E001"}


def test_one_without_a_register_is_told(write):
    write(OWN.format(name="evenings", kind="visit"))
    assert [one.id for one in check_plans(None)] == ["groups.E002"]


@pytest.mark.django_db
def test_a_group_whose_plan_is_gone_is_told(cohort):
    assert check_followed(None, databases=["default"]) == []
    cohort.plan = "gone"
    cohort.save()
    assert [one.id for one in check_followed(None, databases=["default"])] == ["groups.E003"]
