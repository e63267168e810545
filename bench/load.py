"""Many requests at once, each answer looked at. `wrk` sends them where it can be had; else a generator of our own.

Our own is Python and takes a good part of a core for itself, so its figures are lower: results say which one it was.
"""

import asyncio
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tools.setup import apt_install

CONNECTIONS = 16
TOKEN = "@TOKEN@"
# The search form before anything is asked: middleware, sign-in and the frame, and nothing read but session and user.
FRAME = "the frame alone"
SCRIPT = Path(__file__).with_name("load.lua")
TIMEOUT = 20


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""  # every @TOKEN@ in it becomes a UUID of its own


@dataclass(frozen=True)
class Plan:
    """Requests with one right answer: this status, with `marker` in the body or, of a redirect, in the location."""

    requests: Sequence[Request]
    status: int
    marker: str
    where: str = "body"


@dataclass(frozen=True)
class Load:
    good: int
    bad: int
    seconds: float
    p50: float  # milliseconds
    p95: float
    sample: str = ""  # of a wrong answer

    @property
    def rate(self) -> float:
        """Right answers per second."""
        return self.good / self.seconds if self.seconds else 0.0


def generator() -> str:
    """`wrk` or, where it is not installed, `asyncio`."""
    return "wrk" if shutil.which("wrk") else "asyncio"


def bring_wrk() -> None:
    if not shutil.which("wrk") and not apt_install("wrk"):
        print("wrk is not here and could not be installed: our own generator sends the requests, and is slower.")


def send(plan: Plan, port: int, seconds: float) -> Load:
    return (_send_wrk if generator() == "wrk" else _send_asyncio)(plan, port, seconds)


# -- wrk ----------------------------------------------------------------------------------------------------------


def _lua(text: str) -> str:
    return (
        '"'
        + "".join(
            c if c.isascii() and c.isalnum() or c in " -_./=&%@:;" else "".join(f"\\{b:03d}" for b in c.encode())
            for c in text
        )
        + '"'
    )


def _lua_request(request: Request) -> str:
    headers = ", ".join(f"[{_lua(name)}] = {_lua(value)}" for name, value in _headers(request).items())
    body = f", body = {_lua(request.body)}" if request.body else ""
    return f"{{method = {_lua(request.method)}, path = {_lua(request.path)}, headers = {{{headers}}}{body}}}"


def _send_wrk(plan: Plan, port: int, seconds: float) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requests.lua"
        rows = ",\n".join(map(_lua_request, plan.requests))
        right = f"status = {plan.status}, marker = {_lua(plan.marker)}, where = {_lua(plan.where)}"
        listed.write_text(f"return {{{right}, requests = {{\n{rows}}}}}\n")
        run = str(uuid4().int % 2**31)
        options = [
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            f"--timeout={TIMEOUT}s",
            "-s",
            str(SCRIPT),
        ]
        done = subprocess.run(
            ["wrk", *options, f"http://127.0.0.1:{port}/", "--", str(listed), run],
            capture_output=True,
            text=True,
            check=False,
        )
    result = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if result is None:
        raise RuntimeError(f"wrk said nothing that could be read: {done.stdout}{done.stderr}")
    good, bad, broken, micros, p50, p95, *sample = result.removeprefix("RESULT ").split(" ", 6)
    return Load(
        int(good), int(bad) + int(broken), int(micros) / 1e6, float(p50) / 1e3, float(p95) / 1e3, "".join(sample)
    )


# -- our own --------------------------------------------------------------------------------------------------------


def _headers(request: Request) -> dict[str, str]:
    """The test of a form's origin wants no more than the token; a browser sends the type of the body too."""
    form = {"Content-Type": "application/x-www-form-urlencoded"} if request.body else {}
    return {"Host": "127.0.0.1", "Connection": "close", **form, **request.headers}


def _bytes(request: Request) -> bytes:
    body = request.body.replace(TOKEN, str(uuid4())).encode()
    headers = {**_headers(request), **({"Content-Length": str(len(body))} if body else {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{request.method} {request.path} HTTP/1.1\r\n{head}\r\n".encode() + body


def is_right(plan: Plan, answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    if first.split(b" ")[1:2] != [str(plan.status).encode()]:
        return False
    if plan.where == "body":
        return plan.marker.encode() in body
    return any(line.lower().startswith(b"location:") and plan.marker.encode() in line for line in lines)


async def _ask(request: Request, port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(_bytes(request))
        return await asyncio.wait_for(reader.read(), TIMEOUT)
    finally:
        writer.close()


async def _ask_until(
    plan: Plan, port: int, end: float, chance: random.Random, times: list[float], wrong: list[bytes]
) -> None:
    while time.perf_counter() < end:
        began = time.perf_counter()
        try:
            answer = await _ask(chance.choice(plan.requests), port)
        except (OSError, TimeoutError) as broken:
            answer = repr(broken).encode()
        times.append(time.perf_counter() - began)
        if not is_right(plan, answer):
            wrong.append(answer[:600])


def _send_asyncio(plan: Plan, port: int, seconds: float) -> Load:
    times: list[float] = []
    wrong: list[bytes] = []

    async def all_at_once() -> None:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(_ask_until(plan, port, end, random.Random(n), times, wrong) for n in range(CONNECTIONS)))

    began = time.perf_counter()
    asyncio.run(all_at_once())
    times.sort()
    p50, p95 = (times[min(len(times) - 1, int(len(times) * part))] * 1e3 for part in (0.5, 0.95))
    sample = wrong[0].decode(errors="replace") if wrong else ""
    return Load(len(times) - len(wrong), len(wrong), time.perf_counter() - began, p50, p95, sample)
