"""`visible` and `can` give the same answer, on random worlds, for every role, every action and every model that hangs
on a person."""

from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.access.rows_of_everything import rows_of_everything
from throughgate.access.policy import Action, PersonRow, Sensitivity, can, visible
from throughgate.accounts.models import Role, User
from throughgate.common.clock import today
from throughgate.people.models import Assignment, Person
from throughgate.sites.models import Site

pytestmark = pytest.mark.slow

MODELS = [
    m
    for m in apps.get_models()
    if isinstance(getattr(m, "access", None), PersonRow) and not m.__name__.startswith("Historical")
]

world = st.fixed_dictionaries(
    {
        "roles": st.lists(st.sampled_from(Role.values), min_size=2, max_size=4),
        "managed_by_first": st.lists(st.booleans(), min_size=4, max_size=4),
        "user_sites": st.lists(st.sets(st.integers(0, 1)), min_size=4, max_size=4),
        "person_sites": st.lists(st.integers(0, 1), min_size=2, max_size=3),
        "levels": st.lists(st.sampled_from(list(Sensitivity)), min_size=2, max_size=2),
        "assigned": st.sets(
            st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from(["past", "now", "to come"])), max_size=6
        ),
    }
)
SPANS = {"past": (-90, -1), "now": (-30, 0), "to come": (3, 60)}


def build(given_world):
    sites = [Site.objects.create(code=f"S{i}", name=f"Site {i}") for i in range(2)]
    users = []
    for i, role in enumerate(given_world["roles"]):
        manager = users[0] if users and given_world["managed_by_first"][i] else None
        user = User.objects.create_user(f"u{i}@example.org", None, name=f"User {i}", role=role, line_manager=manager)
        user.sites.set([sites[s] for s in given_world["user_sites"][i]])
        users.append(user)
    for i, s in enumerate(given_world["person_sites"]):
        person = Person.objects.create(given_name="A", family_name=str(i), site=sites[s], created_by=users[0])
        for level in given_world["levels"]:
            rows_of_everything(person, users[0], level)
    people = list(Person.objects.order_by("pk"))
    for u, p, span in given_world["assigned"]:
        if u < len(users) and p < len(people):
            start, end = (today() + timedelta(days=d) for d in SPANS[span])
            Assignment.objects.create(
                person=people[p], worker=users[u], role="mentor", from_on=start, to_on=end, added_by=users[0]
            )
    return users


def everything(model):
    """Every row with the person whom it is about: read once, and asked for each user and action."""
    path = model.access.person
    return list(model._default_manager.select_related(f"{path}__site" if path else "site"))


class FilterEqualsCheck(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world)
    def test_on_random_worlds(self, given_world):
        users, rows = build(given_world), {model: everything(model) for model in MODELS}
        for user in users:
            for model in MODELS:
                for action in Action:
                    listed = set(visible(user, model._default_manager.all(), action).values_list("pk", flat=True))
                    checked = {row.pk for row in rows[model] if can(user, action, row)}
                    assert listed == checked, (user.role, model.__name__, action)

    def test_every_model_has_rows_in_the_world(self):
        user = User.objects.create_user("u@example.org", None, name="User", role=Role.MANAGER)
        site = Site.objects.create(code="S0", name="Site")
        person = Person.objects.create(given_name="A", family_name="B", site=site, created_by=user)
        rows_of_everything(person, user, Sensitivity.STANDARD)
        empty = [m.__name__ for m in MODELS if not m._default_manager.exists()]
        assert not empty
