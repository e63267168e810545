"""The service of the how-to, as it stands there, against a server; and what the check at the start says."""

import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from throughgate.notices.selectors.text_service import service_at
from throughgate.notices.text_check import check_settings, check_text_service, check_text_words
from throughgate.notices.texts.contract import Arrival, RefusedError, broken_promises
from throughgate.notices.texts.to_console import ToConsole
from throughgate.notices.texts.to_file import ToFile

HOW_TO = Path(__file__).resolve().parents[3] / "docs/how-to/reminders.md"


class Company(BaseHTTPRequestHandler):
    """Knows each text by its id; refuses one number, and is down for another."""

    heard: list[tuple[str, dict]] = []

    def do_POST(self):  # the name that http.server asks for
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.headers["Authorization"], body))
        status = {"+441": 422, "+442": 503}.get(body.get("to", ""), 200)
        said = {"id": f"c-{body['id']}"} if "to" in body else dict.fromkeys(body["ids"], True)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = HTTPServer(("127.0.0.1", 0), Company)
    Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()


@pytest.fixture
def service(server, monkeypatch):
    monkeypatch.setenv("TEXTS_URL", server)
    monkeypatch.setenv("TEXTS_KEY", "k")
    Company.heard = []
    shown = re.search(r"```python\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    names: dict = {}
    exec(compile(shown[1], HOW_TO.name, "exec"), names)  # noqa: S102 – what the how-to shows is what is tried
    return names["OverHttp"]()


def test_it_is_one(service):
    assert not list(broken_promises(service))


def test_it_sends_with_our_reference(service):
    assert service.send("+447700900123", "Reminder", "K7").reference == "c-K7"
    assert Company.heard == [("Bearer k", {"to": "+447700900123", "text": "Reminder", "id": "K7"})]


def test_refused_and_down_are_told_apart(service):
    with pytest.raises(RefusedError):
        service.send("+441", "Reminder", "K7")
    with pytest.raises(OSError):
        service.send("+442", "Reminder", "K7")


def test_it_tells_what_arrived(service):
    assert service.arrivals(["c-K7"]) == {"c-K7": Arrival.ARRIVED}


def test_a_file_for_each_text_once(settings, tmp_path):
    settings.VAR = tmp_path
    service = ToFile()
    for _ in range(2):
        assert service.send("+447700900123", "Reminder: Tue", "K7").reference == "K7"
    (file,) = (tmp_path / "texts").iterdir()
    assert "Reminder: Tue" in file.read_text()
    assert service.arrivals(["K7", "X"]) == {"K7": Arrival.ARRIVED}


def test_the_console_shows_no_number(capsys):
    ToConsole().send("+447700900123", "Reminder", "K7")
    assert capsys.readouterr().out == "Text K7 to …123: Reminder\n"


@pytest.mark.parametrize("shipped", [ToFile, ToConsole])
def test_what_comes_with_it_keeps_its_promises(shipped):
    assert not list(broken_promises(shipped()))


class Half:
    def send(self, number, words):
        return None


@pytest.fixture
def fresh():
    service_at.cache_clear()
    yield
    service_at.cache_clear()


@pytest.mark.parametrize(
    ("dotted", "ids"),
    [
        ("", []),
        ("throughgate.notices.texts.to_file.ToFile", []),
        ("nowhere.at.All", ["notices.E001"]),
        (f"{__name__}.Half", ["notices.E002", "notices.E002"]),
    ],
)
def test_the_check_at_the_start(settings, fresh, dotted, ids):
    settings.TEXT_SERVICE = dotted
    assert [found.id for found in check_text_service(None)] == ids


def test_the_words_of_the_organisation_are_checked(settings, tmp_path):
    settings.VAR = tmp_path
    assert check_text_words(None) == []
    (tmp_path / "texts.yaml").write_text("texts: 1\n")
    assert [found.id for found in check_text_words(None)] == ["notices.E003"] * 3


def test_the_settings_are_checked(settings):
    settings.WORKING_DAYS = ["mon", "monday"]
    assert [found.id for found in check_settings(None)] == ["notices.E004"]
