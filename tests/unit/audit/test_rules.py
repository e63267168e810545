import pytest

from throughgate.audit.rules import NOUNS, action_words, detail_words, subject_words


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("person.read", "Opened a record"),
        ("circle.added", "Circle added"),
        ("licence_condition.added", "Licence condition added"),
        ("odd", "Odd"),
    ],
)
def test_actions_in_words(action, words):
    assert action_words(action) == words


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, []),
        ({"fields": ["name", "role"]}, ["fields: name, role"]),
        ({"in_demo": True, "count": 3, "why": ""}, ["in demo: yes", "count: 3", "why: none"]),
    ],
)
def test_details_in_words(details, words):
    assert detail_words(details) == words


def test_subject_of_an_opened_record_is_its_page():
    assert subject_words("person.read", "custody") == "page: custody"
    assert subject_words("person.read", "") == ""
    assert subject_words("account.closed", "account K7M429QX") == "account K7M429QX"


def test_every_action_of_the_application_can_be_looked_up():
    """A service that audits a new noun has to name it here, or nobody can filter for it."""
    import re
    from pathlib import Path

    import throughgate

    source = Path(throughgate.__file__).parent
    written = {
        action
        for path in source.rglob("*.py")
        for action in re.findall(r'action="([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(written) > 20
    assert {action.split(".")[0] for action in written} <= set(NOUNS)
