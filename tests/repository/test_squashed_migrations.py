"""The migrations that make everything at once (tools/squash.py) against those that made it one after the other."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import override_settings


@pytest.fixture(autouse=True)
def migrations_are_there() -> Iterator[None]:
    """Also where the suite makes its own tables without them."""
    with override_settings(MIGRATION_MODULES={}):
        yield


def final_state(*, replaced: bool) -> ProjectState:
    """By the replaced ones: the graph as it is where every one of them has been taken half way."""
    loader = MigrationLoader(None, replace_migrations=not replaced)
    if replaced:
        for key, migration in loader.replacements.items():
            loader.graph.remove_replacement_node(key, migration.replaces)
    return loader.project_state()


def test_both_ways_lead_to_the_same_models():
    at_once, one_by_one = final_state(replaced=False), final_state(replaced=True)
    assert [key for key, model in at_once.models.items() if one_by_one.models.get(key) != model] == []
    assert at_once.models.keys() == one_by_one.models.keys()


def test_the_squashed_stand_in_the_way_of_an_empty_database():
    graph = MigrationLoader(None).graph
    ours = {key for key in graph.nodes if apps.get_app_config(key[0]).name.startswith("throughgate.")}
    assert len(ours) == len({key[0] for key in ours}) + 1  # one for each room, two for programmes


def test_nothing_is_left_to_migrate():
    loader = MigrationLoader(None)
    left = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert left == {}
