"""What `make test` leaves out on its second database could not have reached it."""

import pytest

from tests.browser import DESK, PHONE
from tests.legs import asks_for_a_database, on_the_first_database, on_the_second_database
from throughgate.sites.models import Site


def test_a_test_that_asks_for_no_database_is_given_none(request):
    assert not asks_for_a_database(request.node)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Site.objects.exists()


@pytest.mark.django_db
def test_a_mark_asks_for_one(request):
    assert asks_for_a_database(request.node)


def test_what_a_fixture_rests_on_asks_for_one(request, send):
    assert asks_for_a_database(request.node)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def size(request):
    return request.param


@pytest.fixture
def collected(request):
    """The tests of this file, of both widths, whichever of them this leg runs."""
    return list(request.node.getparent(pytest.Module).collect())


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["with", "without"])
def test_both_legs_are_at_one_width(size, how, collected):
    """Each on its own; a journey that is parametrised otherwise too is one journey for each of those."""
    twins = [item for item in collected if f"-{how}]" in item.nodeid or f"[{how}-" in item.nodeid]
    assert len(twins) == 2
    first, second = on_the_first_database(twins), on_the_second_database(twins)
    assert [item.callspec.params["size"] for item in (*first, *second)] == [PHONE, DESK]


def test_what_has_one_width_or_none_stays_on_both(collected):
    asking = [item for item in collected if asks_for_a_database(item)]
    at_a_desk = [item for item in asking if "phone" not in item.nodeid]
    assert on_the_first_database(at_a_desk) == on_the_second_database(at_a_desk) == at_a_desk
