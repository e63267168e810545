#!/usr/bin/env python3
"""Sets up what this project needs, inside .venv and node_modules: `setup.py app` to run it, `setup.py dev` to test it.

Standard library only: it runs before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(*command: str | Path, quiet: bool = False) -> None:
    try:
        subprocess.run([str(c) for c in command], check=True, cwd=ROOT, stdout=subprocess.DEVNULL if quiet else None)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"This step failed ({failed.returncode}): {' '.join(map(str, command))}")


def apt_install(*packages: str) -> bool:
    """True if Debian's package manager could bring them; without root or apt-get nothing is tried."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} from Debian's packages")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def bring_pango() -> None:
    """What WeasyPrint draws PDF files with. Everything but PDF works without it."""
    if find_library("pango-1.0") or apt_install("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        return
    say("Pango is not here: PDF files cannot be made. On Debian: `apt-get install libpango-1.0-0 libpangoft2-1.0-0`.")


def make_venv() -> None:
    if PYTHON.exists():
        return
    if sys.version_info < OLDEST:
        sys.exit(f"Throughgate needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}.")
    say("Making a virtual environment in .venv")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.DEVNULL)
    if made.returncode and apt_install("python3-venv"):
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=subprocess.DEVNULL)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python's venv module is missing. On Debian: `apt-get install python3-venv`, then try again.")


def install(requirements: str) -> None:
    say(f"Installing what stands in requirements/{requirements}")
    run(
        PYTHON,
        "-m",
        "uv",
        "pip",
        "install",
        "-q",
        "--python",
        PYTHON,
        "--require-hashes",
        "-r",
        f"requirements/{requirements}",
    )


def set_up_app() -> None:
    make_venv()
    run(
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        "requirements/uv.txt",
    )
    install("app.txt")
    run(PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON, "--no-build-isolation", "--no-deps", "-e", ".")
    run(PYTHON, "tools/build_assets.py")
    bring_pango()


def bring_chromium() -> None:
    """The one without windows: it needs under half of the processor's time. Where there is none, the whole one does."""
    if shutil.which("chromium-headless-shell") or apt_install("chromium-headless-shell"):
        return
    if not shutil.which("chromium") and not apt_install("chromium"):
        say(
            "Chromium is not here and could not be installed: the browser journeys will fail. "
            "On Debian: `apt-get install chromium-headless-shell`."
        )


def set_up_dev() -> None:
    install("dev.txt")
    if not shutil.which("java") and not apt_install("openjdk-17-jre-headless"):
        say("Java is not here: the tests on Spark will fail. On Debian: `apt-get install openjdk-17-jre-headless`.")
    if not shutil.which("pdftotext") and not apt_install("poppler-utils"):
        say(
            "pdftotext is not here: the tests that read what a PDF says will fail. "
            "On Debian: `apt-get install poppler-utils`."
        )
    bring_chromium()


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "app"
    {"app": set_up_app, "dev": set_up_dev}[what]()
    (VENV / f"{what}.done").touch()
