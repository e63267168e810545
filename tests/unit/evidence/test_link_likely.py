"""Linking by likelihood: finds what rules do not, links nobody twice, gives the same for the same seed, is quiet."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from tests.unit.evidence.link_people import TODAY, link_by_rules, person
from throughgate_evidence.link.linking import LinkSettings, link
from throughgate_evidence.link.measuring import measure
from throughgate_evidence.link.results import PROBABILISTIC
from throughgate_evidence.link.synthetic import make_truth_set

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made():
    return make_truth_set(400, 4_000, seed=5)


@pytest.fixture(scope="module")
def paths(made, tmp_path_factory):
    return made.write(tmp_path_factory.mktemp("link"))


@pytest.fixture(scope="module")
def both(paths):
    return link(*paths, LinkSettings(), today=TODAY)


def test_likelihood_finds_people_whom_rules_miss(made, paths, both):
    rules = measure(link(*paths, LinkSettings(method="deterministic"), today=TODAY), made.truth).overall
    found = measure(both, made.truth).overall
    assert found.recall.count > rules.recall.count
    assert both.linked_by[PROBABILISTIC] > 0


def test_links_are_nearly_all_right(made, both):
    found = measure(both, made.truth).overall
    assert found.precision.share > 0.99
    assert found.recall.share > 0.95


def test_nobody_is_linked_twice(both):
    assert (
        len({link.participant for link in both.links}) == len({link.person for link in both.links}) == len(both.links)
    )


def test_nobody_linked_is_in_doubt(both):
    assert not {link.participant_row for link in both.links} & {doubt.participant_row for doubt in both.doubts}
    assert not {link.person for link in both.links} & {doubt.person for doubt in both.doubts if doubt.score}


def test_same_seed_same_links(paths, both):
    again = link(*paths, LinkSettings(), today=TODAY)
    assert [(one.participant, one.person) for one in again.links] == [
        (one.participant, one.person) for one in both.links
    ]


def test_higher_threshold_never_links_more(made, both):
    linked = [row.precision.of for _, row in measure(both, made.truth).by_threshold]
    assert linked == sorted(linked, reverse=True)


def test_scores_lie_where_the_thresholds_say(both):
    assert all(link.score >= both.link_at for link in both.links if link.by == PROBABILISTIC)


def test_few_people_are_linked_with_assumed_chances_and_that_is_said(tmp_path):
    found = link_by_rules(
        tmp_path, [person()], [person(id="8", forename="Zed", date_of_birth="1950-01-01")], method="both"
    )
    assert not found.links
    assert all("assumed chances used" in note for note in found.notes) and found.notes


def test_splink_says_nothing(paths, capfd, caplog):
    with caplog.at_level(logging.DEBUG):
        link(*paths, LinkSettings(method="probabilistic"), today=TODAY)
    printed = capfd.readouterr()
    # A Spark that an earlier test left running in this process goes on talking to itself.
    logged = [record for record in caplog.records if not record.name.startswith("py4j")]
    assert (printed.out, printed.err, logged) == ("", "", [])


def test_splink_is_not_imported_before_it_is_needed():
    code = "import sys, throughgate_evidence, throughgate_evidence.link.command as c; sys.exit('splink' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
