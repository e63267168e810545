"""Every page at desk and phone width, into screenshots/. Works on a demonstration of its own under var/screenshots.

Words after the command choose pages by part of their name: `tools/screenshots.py today person`.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screenshots"
VAR = ROOT / "var" / "screenshots"
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.update(
    THROUGHGATE_MODE="demo", THROUGHGATE_VAR=str(VAR), DJANGO_SETTINGS_MODULE="throughgate.config.settings"
)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [sys.executable, "manage.py", "run_demo"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=2)
            return server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if server.poll() is not None:
                sys.exit("The demonstration ended before it answered.")
            time.sleep(0.5)
    server.terminate()
    sys.exit("The demonstration did not answer within two minutes.")


def shoot(port: int, words: list[str]) -> None:
    from tests.browser import DESK, PHONE, chromium
    from tools.pages import pages

    base = f"http://127.0.0.1:{port}"
    with chromium() as browser:
        for width, size in (("desk", DESK), ("phone", PHONE)):
            for role, listed in pages().items():
                chosen = [(name, path) for name, path in listed if not words or any(w in name for w in words)]
                if not chosen:
                    continue
                page = browser.new_context(viewport=size).new_page()
                if role != "visitor":
                    page.goto(f"{base}/accounts/login/")
                    page.locator(f"button[name=role][value={role}]").click()
                for name, path in chosen:
                    answer = page.goto(base + path)
                    file = OUT / f"{re.sub(r'[^a-z0-9]+', '-', name)}.{role}.{width}.png"
                    page.screenshot(path=file, full_page=True)
                    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    sideways = f"  SCROLLS SIDEWAYS by {wide}" if wide > 0 else ""
                    print(f"{answer.status if answer else '?'} {file.name}{sideways}", flush=True)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    VAR.mkdir(parents=True, exist_ok=True)
    port = free_port()
    server = serve(port)
    try:
        import django

        django.setup()
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread; only refs are read
        shoot(port, sys.argv[1:])
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
