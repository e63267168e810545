import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from throughgate.common.encryption import (
    NotATokenError,
    UnknownKeyError,
    WrongKeyError,
    decrypt,
    encrypt,
    is_current,
    parse_keys,
    renew,
)

OLD, NEW = "a:the older secret of this installation", "b:the newer secret of this installation"


@given(st.text())
def test_what_goes_in_comes_out(text):
    assert decrypt(encrypt(text, about="room.field"), about="room.field") == text


def test_nothing_stays_nothing():
    assert decrypt(encrypt("", about="x"), about="x") == ""
    assert encrypt("", about="x") != ""


def test_token_says_which_key_and_nothing_else(settings):
    settings.FIELD_KEYS = OLD
    assert encrypt("JBSWY3DP", about="x").startswith("v1.a.")
    assert "JBSWY3DP" not in encrypt("JBSWY3DP", about="x")


def test_same_text_never_looks_the_same():
    assert encrypt("yes", about="x") != encrypt("yes", about="x")


def test_token_moved_elsewhere_does_not_open():
    with pytest.raises(WrongKeyError):
        decrypt(encrypt("a note", about="person 1"), about="person 2")


def test_altered_token_does_not_open():
    token = encrypt("a note", about="x")
    flipped = token[:-4] + ("A" if token[-4] != "A" else "B") + token[-3:]
    with pytest.raises(WrongKeyError):
        decrypt(flipped, about="x")


def test_wrong_secret_is_said_and_never_hidden(settings):
    settings.FIELD_KEYS = OLD
    token = encrypt("a note", about="x")
    settings.FIELD_KEYS = "a:another secret behind the same id"
    with pytest.raises(WrongKeyError, match="'a'"):
        decrypt(token, about="x")


def test_missing_key_is_named(settings):
    settings.FIELD_KEYS = OLD
    token = encrypt("a note", about="x")
    settings.FIELD_KEYS = NEW
    with pytest.raises(UnknownKeyError, match="'a'.*rotate_field_keys"):
        decrypt(token, about="x")


@pytest.mark.parametrize("text", ["", "JBSWY3DP", "v1.a", "v1..abc", "v2.a.AAAA", "v1.a.AAAA", "v1.a.é"])
def test_plain_text_is_not_taken_for_a_token(text, settings):
    settings.FIELD_KEYS = OLD
    with pytest.raises(NotATokenError):
        decrypt(text, about="x")


def test_newest_key_writes_and_all_read(settings):
    settings.FIELD_KEYS = OLD
    token = encrypt("a note", about="x")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert decrypt(token, about="x") == "a note"
    assert not is_current(token)
    assert encrypt("a note", about="x").startswith("v1.b.")


def test_renewed_token_no_longer_needs_the_old_key(settings):
    settings.FIELD_KEYS = OLD
    token = encrypt("a note", about="x")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    renewed = renew(token, about="x")
    settings.FIELD_KEYS = NEW
    assert decrypt(renewed, about="x") == "a note"
    assert renew(renewed, about="x") == renewed


@pytest.mark.parametrize("text", ["", "nokey", ":secret", "a:", "a b:secret", "a:one,a:two", "a:one,"])
def test_keys_that_cannot_be_read_are_refused(text):
    with pytest.raises(ImproperlyConfigured, match="THROUGHGATE_FIELD_KEYS"):
        parse_keys(text)


def test_keys_keep_their_order():
    assert list(parse_keys("b:two:with colon, a:one")) == ["b", "a"]
