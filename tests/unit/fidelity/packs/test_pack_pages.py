"""The pages: what a programme takes with it, what one that comes would bring, and taking it in."""

import re
from base64 import b64encode
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.unit.fidelity.packs.charity import TEXTS, changed, pack
from throughgate.audit.models import Event
from throughgate.fidelity.rules.pack_file import read_pack
from throughgate.fidelity.services.packs import take_in
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.services import load_shipped_models, publish_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]


@pytest.fixture
def as_(client):
    def _as(user):
        client.force_login(user, backend="throughgate.accounts.backends.SignInBackend")
        return client

    return _as


@pytest.fixture
def recovery(db):
    return next(row for row in load_shipped_models() if row.slug == "addiction-recovery")


def url(name, row=None):
    return reverse(f"fidelity:{name}", kwargs={"slug": row.slug, "version": row.version} if row else {})


def sent(client, data, name="pack.zip"):
    return client.post(url("take_in"), {"file": SimpleUploadedFile(name, data)})


def taken(client, data):
    return client.post(url("confirm_pack"), {"pack": b64encode(data).decode()}, follow=True)


def text_of(page):
    """What is read on it: its words, without the marks between them."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


# -- giving away --------------------------------------------------------------------------------------------------


def test_what_goes_along_is_listed_before_the_download(as_, mona, recovery):
    words = text_of(as_(mona).get(url("pack", recovery)))
    assert "Outcome wheel" in words
    assert "Plans of sessions Recovery group, weekly" in words
    assert "What is recorded by hand, since no measure here has that name: Own question." in words
    assert not Event.objects.filter(action="model.given_away").exists()


def test_a_licensed_wording_is_said_to_stay_here(as_, mona, recovery):
    text = recovery.source.replace("version: 1", "version: 9").replace("tool: PHQ-9", "tool: CORE-10")
    row = publish_model(by=mona, text=text, filename="x")
    assert "The wording of CORE-10. It belongs to somebody else" in text_of(as_(mona).get(url("pack", row)))


def test_a_form_that_is_not_in_the_bank_is_warned_of(as_, mona, var):
    row = take_in(by=mona, data=pack())
    (var / "questions/forms/plot.yaml").unlink()
    words = text_of(as_(mona).get(url("pack", row)))
    assert (
        "The programme names a form that is not in your question bank: plot. Nobody can take the file in until" in words
    )


def test_the_download_is_a_pack_and_is_audited(as_, mona, recovery, settings):
    settings.ORGANISATION = "Spade and Seed"
    page = as_(mona).post(url("download_pack", recovery))
    assert page["Content-Disposition"] == f'attachment; filename="addiction-recovery-{recovery.version}.zip"'
    assert page["Content-Type"] == "application/zip"
    head = read_pack(page.content).head
    assert (head.programme, head.organisation) == ("addiction-recovery", "Spade and Seed")
    assert Event.objects.get(action="model.given_away").by == mona


def test_nothing_about_anybody_goes_along(as_, mona, recovery):
    page = as_(mona).post(url("download_pack", recovery))
    assert not any("Example" in text for text in read_pack(page.content).texts.values())


@pytest.mark.parametrize(("name", "status"), [("mona", 200), ("ada", 200), ("alice", 403), ("eve", 403)])
def test_only_who_publishes_programmes_gives_them_away(request, as_, recovery, name, status):
    client = as_(request.getfixturevalue(name))
    assert client.get(url("pack", recovery)).status_code == status
    assert client.post(url("download_pack", recovery)).status_code == status
    manual = client.get(reverse("programmes:manual", args=[recovery.slug])).text
    assert (url("pack", recovery) in manual) == (status == 200)


def test_a_version_that_is_not_there_is_not_found(as_, mona, recovery):
    recovery.version = 99
    assert as_(mona).get(url("pack", recovery)).status_code == 404


# -- taking in ----------------------------------------------------------------------------------------------------


def test_the_preview_names_everything_and_changes_nothing(as_, mona, var):
    page = sent(as_(mona), pack())
    words = text_of(page)
    assert page.status_code == 200
    assert "The allotment, version 2" in words
    assert "From Spade and Seed, in use there since" in words
    for line in (
        "Before the first spade",
        "Have they had a plot before?",
        "A plot of their own",
        "Ease",
        "Two mornings",
    ):
        assert line in words
    assert (
        "measures/ease.yaml questions/bank/pack-allotment-2.yaml questions/forms/plot.yaml questions/needs.yaml"
        in words
    )
    assert "Take it in" in words
    assert not ProgrammeModel.objects.exists()
    assert not (var / "questions").exists()


def test_taken_in_it_is_in_use_and_says_where_it_came_from(as_, mona):
    client = as_(mona)
    page = taken(client, pack())
    row = ProgrammeModel.objects.get(slug="allotment")
    assert page.redirect_chain[-1][0] == reverse("programmes:version", args=["allotment", 2])
    assert "The allotment, version 2, is in use with all that it brought." in text_of(page)
    words = text_of(client.get(reverse("programmes:manual", args=["allotment"])))
    assert "It came from Spade and Seed and was taken in on" in words
    assert f"by {mona.name}." in words
    assert row.added_by == mona


def test_a_programme_of_ones_own_came_from_nowhere(as_, mona, recovery):
    assert "It came from" not in text_of(as_(mona).get(reverse("programmes:manual", args=[recovery.slug])))


def test_sent_twice_it_is_taken_in_once(as_, mona):
    client = as_(mona)
    taken(client, pack())
    assert taken(client, pack()).status_code == 200
    assert ProgrammeModel.objects.count() == 1
    assert "You have all of this already." in text_of(sent(client, pack()))


def test_what_is_wrong_is_told_with_file_line_and_mend(as_, mona):
    page = sent(as_(mona), changed("measures/ease.yaml", "version: 1", "version: one"))
    words = text_of(page)
    assert "The file cannot be taken in" in words
    assert "measures/ease.yaml, line 2" in words
    assert "Write digits only, without quotes." in words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no zip", "The file cannot be opened: it is not a zip, or it was damaged on the way"),
        (b"", "The file is empty. Choose another"),
        (b"x" * 2_000_001, "The file is bigger than 2 MB, and no pack is. Choose another file"),
    ],
)
def test_another_file_is_refused_in_words(as_, mona, data, said):
    assert said in text_of(sent(as_(mona), data))


def test_without_a_file_one_is_asked_for(as_, mona):
    assert "Choose the file" in text_of(as_(mona).post(url("take_in"), {}))


def test_what_stands_against_it_is_shown_and_there_is_no_button(as_, mona):
    client = as_(mona)
    taken(client, pack())
    data = changed("model.yaml", "A plot of one's own", "A plot")
    page = sent(client, data)
    words = text_of(page)
    assert "It cannot be taken in as it is" in words
    assert "You have a version 2 that says otherwise." in words
    assert url("confirm_pack") not in page.text
    again = taken(client, data)
    assert "It cannot be taken in as it is" in text_of(again)
    assert "A plot of one's own" in ProgrammeModel.objects.get().source


def test_what_stays_is_shown_beside_theirs(as_, mona):
    client = as_(mona)
    taken(client, pack())
    words = text_of(sent(client, changed("questions/bank/garden.yaml", "What would they like to grow?", "Grow what?")))
    assert "Yours What would they like to grow?" in words.replace('</dt><dd class="govuk-summary-list__value">', " ")
    assert "Grow what?" in words


@pytest.mark.parametrize("garbled", ["", "not base 64!", "AAAA"])
def test_a_pack_that_does_not_arrive_whole_is_asked_for_again(as_, mona, garbled):
    page = as_(mona).post(url("confirm_pack"), {"pack": garbled})
    assert page.status_code == 200
    assert "The file cannot be taken in" in text_of(page)
    assert not ProgrammeModel.objects.exists()


def test_what_a_pack_says_is_shown_as_text(as_, mona):
    data = pack(TEXTS, organisation="<b>Spade</b>")
    assert "From &lt;b&gt;Spade&lt;/b&gt;," in sent(as_(mona), data).text


def test_the_preview_asks_the_database_the_same_for_any_pack(as_, mona, django_assert_max_num_queries):
    client = as_(mona)
    sent(client, pack())
    with django_assert_max_num_queries(12):
        sent(client, pack())


def test_the_day_of_the_sender_is_said(as_, mona):
    assert "in use there since Mon 2 Mar 2026" in text_of(sent(as_(mona), pack()))
