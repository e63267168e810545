"""Chromium as Debian ships it, driven by playwright: for journeys and screenshots."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

# What headless Chromium needs where there is no user name space, no graphics card and no way out to the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The one without windows is the same engine, and draws a page for under half of the processor's time.
PROGRAMS = ("chromium-headless-shell", "chromium")
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def find_chromium() -> str:
    """The first that is installed, or what playwright will then say is missing."""
    return next(filter(None, map(shutil.which, PROGRAMS)), "/usr/bin/chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS, env={"HOME": home})
        yield browser
        browser.close()


def axe_findings(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and element.

    Whoever clicks on something that leads elsewhere first expects something of the new page. Should a page be replaced
    under axe all the same, it looks at the new one; any other failure stands.
    """
    document = _document(page)
    try:
        return _run_axe(page)
    except Error:
        if _document(page) == document:
            raise
        return _run_axe(page)


def _document(page: Page) -> float:
    """The moment at which the document that is shown now began: a new document has another."""
    page.wait_for_load_state()
    return page.evaluate("performance.timeOrigin")


def _run_axe(page: Page) -> list[str]:
    # Half a megabyte of script: a document that has it already is not given it again.
    axe = Axe("null") if page.evaluate("'axe' in window") else Axe()
    violations = axe.run(page).response["violations"]
    return [f"{v['id']}: {node['target']}" for v in violations for node in v["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
