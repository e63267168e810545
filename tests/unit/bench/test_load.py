"""The generator that is used where wrk cannot be had."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.load import Plan, Request, _send_asyncio, is_right


class Saves(BaseHTTPRequestHandler):
    bodies: list[bytes] = []

    def do_POST(self):
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302)
        self.send_header("Location", "/saved/")
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Saves)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


SAVING = Request("/", "POST", body="token=@TOKEN@")


def test_right_answers_are_counted(port):
    timed = _send_asyncio(Plan([SAVING], 302, "/saved/", "location"), port, 0.2)
    assert timed.good > 0 and timed.bad == 0 and 0 < timed.p50 <= timed.p95


def test_wrong_answers_are_counted_and_one_is_kept(port):
    timed = _send_asyncio(Plan([SAVING], 302, "/elsewhere/", "location"), port, 0.2)
    assert timed.good == 0 and timed.bad > 0 and "302" in timed.sample


def test_each_token_is_sent_once(port):
    Saves.bodies.clear()
    _send_asyncio(Plan([SAVING], 302, "/saved/", "location"), port, 0.2)
    assert len(set(Saves.bodies)) == len(Saves.bodies) > 1


def test_the_right_page_with_the_wrong_status_is_wrong():
    plan = Plan([], 200, "Today")
    assert not is_right(plan, b"HTTP/1.1 500 Broken\r\n\r\nToday")
