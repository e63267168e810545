"""Rules of the house that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in parts so that this file does not hold what it looks for.
INDEX_ADDRESSES = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js"]
LONGEST_FILE = 400
LONGEST_DECISION = 30


def committed(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split() if (ROOT / name).is_file()]


def texts(*patterns: str) -> list[tuple[str, str]]:
    return [
        (str(p.relative_to(ROOT)), p.read_text(errors="ignore"))
        for p in committed(*patterns)
        if p.suffix not in {".png", ".ico", ".woff2"}
    ]


def test_there_are_files_to_look_at():
    assert len(committed("*.py")) > 50


def test_no_file_names_a_package_index():
    found = [(name, word) for name, text in texts() for word in INDEX_ADDRESSES if word in text]
    assert not found


def test_no_file_reads_what_users_do_not_have():
    found = [
        name
        for name, text in texts("*.py", "Makefile", "*.md", "*.sh")
        if "../" + "shared" in text or "/work" + "/" in text
    ]
    assert not found


def test_files_are_short_enough_to_read():
    long = [(n, t.count("\n")) for n, t in texts("*.py") if "/migrations/" not in n and t.count("\n") > LONGEST_FILE]
    assert not long


def test_decisions_fit_on_a_page():
    long = [name for name, text in texts("docs/adr/[0-9]*.md") if text.count("\n") > LONGEST_DECISION]
    assert not long


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs/adr/README.md").read_text()
    decisions = committed("docs/adr/[0-9]*.md")
    assert decisions and not [
        p.name for p in decisions if f"[{p.read_text().splitlines()[0][2:].partition('. ')[2]}]({p.name})" not in index
    ]


def test_every_how_to_is_in_the_index():
    index = (ROOT / "docs/how-to/README.md").read_text()
    pages = [p for p in committed("docs/how-to/*.md") if p.name != "README.md"]
    assert pages and not [p.name for p in pages if f"({p.name})" not in index]


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "managers.py", "misc.py"])
def test_no_module_is_named_for_nothing(name):
    assert not committed(f"*/{name}")


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=\"|\son[a-z]+=\"|<style", re.IGNORECASE)
    found = [name for name, text in texts("src/throughgate/*.html") if inline.search(text)]
    assert not found


def test_skips_and_ignores_give_their_reason():
    marker = re.compile(r"#\s*(noqa|type: ignore|nosec)[^\n]*")
    bare = [
        (name, m.group(0))
        for name, text in texts("*.py")
        for m in marker.finditer(text)
        if not re.search(r" [-–] |  # ", m.group(0))
    ]
    assert not bare
