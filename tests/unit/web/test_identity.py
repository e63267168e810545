"""What the look promises: contrast of every pair of colours, no file from elsewhere, a light page."""

import gzip
import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WEB = ROOT / "src/throughgate/web"
BRAND = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", (WEB / "scss/_brand.scss").read_text(), re.M))

TEXT = [
    (text, ground)
    for text, grounds in {
        "ink": ["ground", "paper", "focus", "amber-tint", "brick-tint", "green-tint", "slate-tint"],
        "muted": ["ground", "paper", "amber-tint", "quiet-tint", "footer"],
        "green": ["ground", "paper", "green-tint", "footer"],
        "green-dark": ["green-tint"],
        "amber": ["ground", "paper", "amber-tint"],
        "brick": ["ground", "paper", "brick-tint"],
        "slate": ["ground", "paper", "slate-tint"],
        "visited": ["ground", "paper"],
    }.items()
    for ground in grounds
]
DRAWN = [("amber-bright", "paper"), ("green", "sand"), ("edge", "ground"), ("edge", "paper"), ("brick", "ground")]
EXTRA = {"quiet-tint": "#f1ebdf", "footer": "#f3ecdf", "visited": "#5a3f6b"}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted(luminance({**BRAND, **EXTRA}[name]) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), DRAWN)
def test_drawings_and_edges_can_be_seen(line, ground):
    assert contrast(line, ground) >= 3


def test_the_lock_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


@pytest.fixture(scope="module")
def build_assets():
    spec = importlib.util.spec_from_file_location("build_assets", ROOT / "tools/build_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_built_assets_are_those_of_the_sources(build_assets):
    assert build_assets.read_stamp(build_assets.OUT / ".stamp") == build_assets.fingerprint()


def test_style_is_light_and_asks_nothing_from_elsewhere(build_assets):
    css = (build_assets.OUT / "throughgate.css").read_text()
    # What travels: it is served compressed, and read over a weak signal once per release of ours.
    assert len(gzip.compress(css.encode(), 9)) < 30_000
    urls = re.findall(r"url\(\"?([^\")]+)", css)
    assert urls
    assert all(url.startswith(("fonts/", "data:")) for url in urls)
    assert "GDS Transport" not in css


def test_scripts_name_no_map(build_assets):
    assert not [path.name for path in build_assets.OUT.glob("js/*.js") if "sourceMappingURL" in path.read_text()]


def test_templates_use_only_components_that_are_compiled(build_assets):
    css = (build_assets.OUT / "throughgate.css").read_text()
    used = set()
    for template in (ROOT / "src/throughgate").glob("*/templates/**/*.html"):
        for classes in re.findall(r'class="([^"]*)"', template.read_text()):
            used |= set(re.findall(r"\b((?:govuk|moj)-(?!js-)[!a-z][a-z-]*?)(?=__|--|[\s\"{]|$)", classes))
    assert {name for name in used if f".{name}" not in css} == set()


def test_no_class_of_our_own_is_left_behind(build_assets):
    """One that ends in a tone or a state is written with the word left open: `tg-tag--{{ tone }}`."""
    css = (build_assets.OUT / "throughgate.css").read_text()
    files = [path for kind in ("html", "py") for path in (ROOT / "src/throughgate").rglob(f"*.{kind}")]
    named = "".join(path.read_text() for path in [*files, *(WEB / "js").glob("*.js")])
    ours = set(re.findall(r"\.(tg-[\w-]+)", css))
    assert ours
    assert [one for one in ours if one not in named and f"{one.rpartition('--')[0]}--{{" not in named] == []
