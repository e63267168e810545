"""Every field of every model says in the register what it tells about somebody."""

import pytest
from django.apps import apps
from django.db import models

from throughgate.access.personal_data import (
    DataClass,
    RegisterError,
    is_history,
    load_register,
    models_to_classify,
    parse_register,
    stale,
    unclassified,
)


def test_there_are_models_to_classify():
    assert {"people.Person", "accounts.User", "accounts.User_sites"} <= {
        model._meta.label for model in models_to_classify()
    }


def test_every_field_is_classified():
    missing = unclassified(models_to_classify(), load_register())
    assert not missing, "add to src/throughgate/access/data/personal_data.toml: " + ", ".join(missing)


def test_no_line_is_left_over():
    assert not stale(models_to_classify(), load_register())


def test_history_holds_nothing_that_its_model_does_not():
    for model in apps.get_models():
        if is_history(model):
            own = {field.name for field in model.instance_type._meta.concrete_fields}
            extra = {field.name for field in model._meta.concrete_fields} - own
            assert all(name.startswith("history_") for name in extra), model


def test_free_text_about_a_person_is_never_nothing():
    """A text field that hangs on a person says something about them."""
    register = load_register()
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in models_to_classify()
        if hasattr(model, "access")
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) and register.get(model._meta.label, {}).get(field.name) is DataClass.NONE
    ]
    assert not wrong


def test_new_field_is_noticed():
    register = {"accounts.User": {"name": DataClass.STAFF}}
    found = unclassified([apps.get_model("accounts.User")], register)
    assert "accounts.User.email" in found and "accounts.User.name" not in found


def test_removed_field_is_noticed():
    register = {"accounts.User": {"shoe_size": DataClass.STAFF}, "accounts.Gone": {"id": DataClass.NONE}}
    assert stale([apps.get_model("accounts.User")], register) == ["accounts.User.shoe_size", "accounts.Gone.id"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["a.B"]\nname = "secret"', r"a\.B\.name: there is no class 'secret'"),
        ('["a.B"]\nname = 3', "there is no class 3"),
        ('["a.B"]\n["a.B"]', "is not TOML"),
    ],
)
def test_register_that_cannot_be_read_says_where(text, message):
    with pytest.raises(RegisterError, match=message):
        parse_register(text)
