"""Which version of the package this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def package_version() -> str:
    try:
        return version("throughgate")
    except PackageNotFoundError:
        return "unreleased"
