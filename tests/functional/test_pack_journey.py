"""A programme leaves as one file and another comes as one: on a desk, on a phone, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from tests.unit.fidelity.packs.charity import changed, pack
from throughgate.fidelity.rules.pack_file import read_pack
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import load_shipped_models

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def given_away(page, look):
    """What goes along is read first; what is downloaded can be read as a pack."""
    load_shipped_models()
    page.goto(reverse("programmes:manual", args=["restorative-family"]))
    look(page)
    page.get_by_role("link", name="Give it to another organisation").click()
    expect(page.get_by_text("Nothing in it is about anybody.")).to_be_visible()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it").click()
    assert download.value.suggested_filename == "restorative-family-1.zip"
    head = read_pack(download.value.path().read_bytes()).head
    assert (head.programme, head.version) == ("restorative-family", 1)


def choose(page, data):
    page.get_by_label("The pack").set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": data})
    page.get_by_role("button", name="See what it brings").click()


def taken_in(page, look):
    page.goto(reverse("programmes:list"))
    page.get_by_role("link", name="Take one in from another organisation").click()
    look(page)
    choose(page, b"no pack at all")
    expect(page.get_by_role("alert")).to_contain_text("The file cannot be taken in")
    look(page)
    choose(page, changed("session-plans/digging.yaml", "element: digging", "element: weeding"))
    expect(page.get_by_role("alert")).to_contain_text("It cannot be taken in as it is")
    expect(page.get_by_role("button", name="Take it in")).to_have_count(0)
    look(page)
    page.get_by_role("link", name="choose the new file").click()
    choose(page, pack())
    expect(page.get_by_role("heading", name="What is new")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("is in use with all that it brought")).to_be_visible()
    expect(page.get_by_text("It came from Spade and Seed")).to_be_visible()
    look(page)


def worked(page, person, look):
    page.goto(reverse("programmes:enrol", args=[person.ref]))
    page.get_by_label("The allotment").check()
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("heading", name="The allotment")).to_be_visible()
    page.goto(reverse("story:form", args=[person.ref, "plot"]))
    expect(page.get_by_role("heading", name="Before the first spade")).to_be_visible()
    look(page)


def differing(page, look):
    page.goto(reverse("fidelity:take_in"))
    choose(page, changed("questions/bank/garden.yaml", "What would they like to grow?", "What shall grow?"))
    expect(page.get_by_text("Yours is worded otherwise.")).to_be_visible()
    page.get_by_text("What is the same as yours").click()
    look(page)


def test_from_one_organisation_to_another(open_as, mona, alice, person, size):
    managers = open_as(mona, size=size)
    given_away(managers, sound)
    taken_in(managers, sound)
    worked(open_as(alice, size=size), person, sound)
    assert Enrolment.objects.get().model == ProgrammeModel.objects.get(slug="allotment")
    differing(managers, sound)


def test_without_javascript_on_a_phone(open_as, mona):
    page = open_as(mona, size=PHONE, javascript=False)
    taken_in(page, lambda page: None)
    assert ProgrammeModel.objects.get().slug == "allotment"
