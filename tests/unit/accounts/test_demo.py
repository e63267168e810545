import pytest

from throughgate.accounts.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_accounts():
    return [
        User.objects.create_user(f"{role}@demo.throughgate.example", None, name=role.label, role=role) for role in Role
    ]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_each_role_is_a_button_with_a_sentence(client, demo):
    page = client.get("/accounts/login/").content.decode()
    assert [f'value="{role}"' in page for role in Role] == [True] * 6
    assert page.count("tg-roles__does") == 6


@pytest.mark.parametrize("role", Role.values)
def test_button_signs_in(client, demo, demo_accounts, role):
    assert client.post("/accounts/demo/", {"role": role}).url == "/"
    assert User.objects.get(pk=client.session["_auth_user_id"]).role == role


@pytest.mark.parametrize("role", ["", "owner", "manager@demo", "../manager"])
def test_unknown_role_signs_nobody_in(client, demo, demo_accounts, role):
    assert client.post("/accounts/demo/", {"role": role}).url == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_next_page_elsewhere_is_not_followed(client, demo, demo_accounts):
    assert client.post("/accounts/demo/", {"role": "manager", "next": "https://elsewhere.example"}).url == "/"
    assert client.post("/accounts/demo/", {"role": "manager", "next": "/people/"}).url == "/people/"


def test_real_installation_has_no_buttons_and_no_door(client, demo_accounts):
    assert "tg-roles" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"role": "manager"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_button_needs_the_token_of_the_form(demo, demo_accounts):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/accounts/demo/", {"role": "manager"}).status_code == 403
