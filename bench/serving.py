"""A gunicorn as `make run` starts it, for as long as a `with` lasts."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench import ROOT

WORKERS = 2
START_WITHIN = 60


class NotServingError(RuntimeError):
    """The server did not come up; the message holds what it said."""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def processor_seconds(self) -> float | None:
        """What its workers have used of the processor so far; None where the system does not say (only Linux does)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        if not children.exists():
            return None
        return sum(_used(worker) for worker in children.read_text().split())


def _used(pid: str) -> float:
    """User and system time of one process, from the fields after its name in /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """`application` (`module:name`) served on a port of its own."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command = [*gunicorn, "--worker-class", "sync", "--log-level", "warning", "--timeout", "60"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as written:
        server = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=written, stderr=written)
        try:
            _wait_for(server, port, log)
            yield Server(port, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until an answer comes, whatever it says: both workers load the application before they take a request."""
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=START_WITHIN)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except (OSError, HTTPException):
            time.sleep(0.1)
    raise NotServingError(f"The server did not start. It said:\n{log.read_text()[-2000:]}")
