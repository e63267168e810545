"""Settings come from a file, and what is wrong in it is named by its place."""

from __future__ import annotations

import pytest

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.link.config import read_settings
from throughgate_evidence.link.linking import LinkSettings
from throughgate_evidence.link.passes import PASSES, Pass


def settings(folder, text: str) -> LinkSettings:
    path = folder / "link.yaml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def refused(folder, text: str) -> str:
    with pytest.raises(EvidenceInputError) as caught:
        settings(folder, text)
    return str(caught.value)


def test_all_of_it(tmp_path):
    found = settings(
        tmp_path,
        """
method: deterministic
participants: {columns: {forename: First name}}
records: {columns: {id: person}}
passes:
  - PNC number
  - {name: own, by: [forename=surname, date_of_birth], guard: names}
link_at: 0.99
keep: [age]
seed: 4
""",
    )
    own = Pass("own", (("forename", "surname"), ("date_of_birth", "date_of_birth")), "names")
    columns = {"participants": {"forename": "First name"}, "records": {"id": "person"}}
    assert found == LinkSettings(columns, "deterministic", (PASSES[0], own), link_at=0.99, keep=("age",), seed=4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("methods: both", "there is no setting 'methods'. Did you mean 'method'?"),
        ("method: magic", "method: Input should be"),
        ("participants: {columns: {forename: 3}}", "participants.columns.forename"),
        ("passes: [PNC]", "there is no pass 'PNC'. There are: PNC number"),
        ("passes: [{name: own, by: [shoe]}]", "cannot go by 'shoe'"),
        ("passes: [{name: own, by: []}]", "goes by nothing"),
        ("link_at: high", "link_at"),
        ("link_at: [", "row 1"),
        ("- a\n- b", "link.yaml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, words):
    assert words in refused(tmp_path, text)


def test_empty_file_leaves_everything_as_it_is(tmp_path):
    path = tmp_path / "link.yaml"
    path.write_text("# nothing yet\n")
    assert read_settings(path) == LinkSettings(columns={"participants": {}, "records": {}})
