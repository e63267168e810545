import pytest
from django.core.management import CommandError, call_command

from throughgate.audit.models import Event
from throughgate.sites.models import Site
from throughgate.sites.rules import RegisterError
from throughgate.sites.selectors import prisons, served_sites
from throughgate.sites.services import SHIPPED, UnknownSiteError, load_sites, serve_sites

pytestmark = pytest.mark.django_db


def edited(tmp_path, before: str, after: str):
    path = tmp_path / "register.csv"
    path.write_text(SHIPPED.read_text().replace(before, after))
    return path


def test_the_whole_register_loads():
    assert len(load_sites().added) == 171
    assert Site.objects.count() == 171


def test_loading_again_changes_nothing():
    load_sites()
    before = list(Site.objects.order_by("pk").values())
    again = load_sites()
    assert (again.added, again.changed, again.closed, again.left) == ((), (), (), ())
    assert list(Site.objects.order_by("pk").values()) == before
    assert Event.objects.filter(action="sites.loaded").count() == 1


def test_what_is_served_and_own_places_stay():
    Site.objects.create(code="SDI", name="Send", is_served=True)
    Site.objects.create(code="HUB", name="The Hub", is_prison=False, is_served=True)
    loaded = load_sites()
    assert loaded.changed == ("SDI",)
    assert set(served_sites().values_list("name", flat=True)) == {"Send (HMP)", "The Hub"}


def test_a_prison_that_closed(tmp_path):
    load_sites()
    loaded = load_sites(path=edited(tmp_path, "SDI,Send (HMP),true", "SDI,Send (HMP),false"))
    assert loaded.closed == ("SDI",)
    assert not prisons().filter(code="SDI").exists()
    assert prisons(closed=True).filter(code="SDI").exists()


def test_a_prison_the_file_does_not_name(tmp_path):
    Site.objects.create(code="ZZI", name="Zeal (HMP)")
    assert load_sites().left == ("ZZI",)
    assert Site.objects.filter(code="ZZI", is_active=True).exists()


def test_one_bad_cell_changes_nothing(tmp_path):
    with pytest.raises(RegisterError, match=r"register.csv, line 137, column active"):
        load_sites(path=edited(tmp_path, "SDI,Send (HMP),true", "SDI,Send (HMP),maybe"))
    assert not Site.objects.exists()


def test_the_code_of_an_own_place():
    Site.objects.create(code="SDI", name="The Hub", is_prison=False)
    with pytest.raises(RegisterError, match="SDI is a place of your own"):
        load_sites()


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(b"code\nS\xe9nd")
    with pytest.raises(RegisterError, match=r"register.csv, line 2: it is not UTF-8"):
        load_sites(path=path)


def test_serving():
    load_sites()
    serve_sites(codes=["SDI", "CLI"])
    assert set(served_sites().values_list("code", flat=True)) == {"SDI", "CLI"}


def test_serving_an_unknown_site():
    with pytest.raises(UnknownSiteError, match="QQI"):
        serve_sites(codes=["QQI"])


def test_the_command_reports(capsys):
    call_command("load_sites", serve=["SDI"])
    assert "171 prisons in the register.\n171 added\n0 changed\n0 closed\n" in capsys.readouterr().out


def test_the_command_refuses_in_words(tmp_path):
    with pytest.raises(CommandError, match=r"Nothing was changed.\nnone.csv: it cannot be read"):
        call_command("load_sites", tmp_path / "none.csv")
