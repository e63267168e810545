"""What `make test` leaves out on its second database could not have reached it."""

import pytest

from tests.legs import asks_for_a_database
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
