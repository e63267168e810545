import pytest
from django.test import RequestFactory
from django.urls import get_resolver, resolve

from throughgate.desk.frame import PLACES, navigation_of, page_frame

EXPECTED = {
    "mona": ["Today", "People", "Groups", "Learning", "Programmes", "Evidence", "Audit trail"],
    "alice": ["Today", "People", "Groups", "Learning", "Programmes"],
    "carol": ["Today", "People", "Groups", "Learning", "Programmes"],
    "victor": ["Today", "People", "Programmes"],
    "eve": ["Today", "Programmes", "Evidence"],
    "ada": ["Today", "Programmes", "Staff accounts", "Lawful bases", "Audit trail"],
}

# The frame itself; letters, texts and a calendar are reached from Today and from one's own name.
NOWHERE = {"web", "notices"}


@pytest.fixture
def frame():
    def _frame(user, path: str = "/"):
        request = RequestFactory().get(path)
        request.user, request.resolver_match = user, resolve(path)
        return page_frame(request)

    return _frame


@pytest.mark.parametrize("name", EXPECTED)
def test_each_role_goes_where_its_abilities_let_it(request, db, name):
    places = navigation_of(request.getfixturevalue(name), ("desk", "today"))
    assert [place["label"] for place in places] == EXPECTED[name]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", "Today"), ("/search/", "People"), ("/people/AAAA1111/", "People"), ("/programmes/", "Programmes")],
)
def test_the_current_place_is_marked(frame, mona, path, label):
    assert [place["label"] for place in frame(mona, path)["navigation"] if place["current"]] == [label]


def test_every_room_with_pages_is_in_one_place():
    rooms = {one.app_name for one in get_resolver().url_patterns if getattr(one, "app_name", None)}
    placed = [room for place in PLACES for room in place.rooms if ":" not in room]
    assert rooms - set(placed) == NOWHERE
    assert {room for room in placed if placed.count(room) > 1} == {"people"}  # lawful bases, for who sees no people


def test_the_frame_asks_the_database_nothing(frame, mona, django_assert_num_queries):
    with django_assert_num_queries(0):
        frame(mona)


def test_only_who_may_record_gets_the_button_and_only_who_sees_people_the_search(frame, alice, victor, eve, ada):
    assert all(frame(user)["record_url"] and frame(user)["search_url"] for user in (alice, victor))
    assert not any(frame(user)["record_url"] or frame(user)["search_url"] for user in (eve, ada))


def test_a_visitor_gets_no_places(frame):
    from django.contrib.auth.models import AnonymousUser

    assert "navigation" not in frame(AnonymousUser())
