"""The programme models that come with the application."""

from importlib.resources import files


def shipped_texts() -> dict[str, str]:
    """The YAML of each shipped model, by file name."""
    folder = files("throughgate.programmes") / "shipped"
    found = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".yaml")}
    return dict(sorted(found.items()))
