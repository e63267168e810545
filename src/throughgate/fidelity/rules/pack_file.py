"""A programme in one file: a zip of YAML, with a list of what is in it. The same content makes the same bytes. Pure."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import yaml
from pydantic import Field, StringConstraints

from throughgate.common.faults import Fault, FaultyFileError
from throughgate.common.parts import Part, Slug, Title, validate_part
from throughgate.common.yaml_lines import Document, read_yaml

FORMAT = 1
HEAD, MODEL, QUESTIONS, MEASURES, PLANS = "pack.yaml", "model.yaml", "questions/", "measures/", "session-plans/"
LARGEST_PACK, LARGEST_FILE, LARGEST_CONTENT, MOST_FILES = 2_000_000, 1_000_000, 8_000_000, 300  # bytes, and files
ANEW = "Ask for the pack anew, and send it on as it was downloaded."

_PLACE = re.compile(
    r"pack\.yaml|model\.yaml|questions/needs\.yaml|(questions/(bank|forms)|measures|session-plans)/[a-z0-9-]{1,60}\.yaml"
)
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, OSError)
_ENCRYPTED = 0x1


class PackError(FaultyFileError):
    """Everything for which a file is not a pack that can be read here."""


class Head(Part):
    """What the pack is, and of each file in it its SHA-256."""

    format: Annotated[int, Field(ge=1, le=FORMAT)]
    programme: Slug
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    organisation: Title
    in_use_since: Annotated[date, Field(strict=False)]
    files: dict[str, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]]


@dataclass(frozen=True, slots=True)
class Pack:
    """`texts` by their place in it, without that of the head."""

    head: Head
    texts: Mapping[str, str]

    @property
    def model(self) -> str:
        return self.texts[MODEL]

    def within(self, folder: str) -> dict[str, str]:
        """The texts of one folder, by their place in that."""
        return {place.removeprefix(folder): text for place, text in self.texts.items() if place.startswith(folder)}


def as_yaml(part: Part) -> str:
    """A part as a file of ours says it; what is not said there is left out."""
    plain = part.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)


# -- writing ------------------------------------------------------------------------------------------------------


def write_pack(
    texts: Mapping[str, str], *, programme: str, version: int, title: str, organisation: str, in_use_since: date
) -> bytes:
    head = Head(
        format=FORMAT,
        programme=programme,
        version=version,
        title=title,
        organisation=organisation,
        in_use_since=in_use_since,
        files={place: _digest(text.encode()) for place, text in sorted(texts.items())},
    )
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        for place, text in {HEAD: as_yaml(head), **dict(sorted(texts.items()))}.items():
            packed.writestr(_entry(place), text.encode(), compresslevel=9)
    return written.getvalue()


def _entry(place: str) -> ZipInfo:
    """Without the time and the machine of whoever made it."""
    entry = ZipInfo(place)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
    return entry


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


# -- reading ------------------------------------------------------------------------------------------------------


def read_pack(data: bytes) -> Pack:
    """Raises PackError. Nothing is unpacked to a disk, and nothing is read beyond the limits above."""
    if len(data) > LARGEST_PACK:
        raise _refused(f"the file is bigger than {LARGEST_PACK // 1_000_000} MB, and no pack is", ANEW)
    contents = _contents(data)
    if HEAD not in contents:
        raise _refused("there is no pack.yaml in it, so this is not a programme in one file", ANEW)
    texts = _texts(contents)
    head = _head(texts.pop(HEAD))
    if errors := list(_differences(head, contents)):
        raise PackError(errors)
    return Pack(head, texts)


def _refused(what: str, mend: str, place: str = "") -> PackError:
    return PackError([Fault(1, what, mend, place)])


def _contents(data: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
            if errors := list(_unfit(entries)):
                raise PackError(errors)
            return {entry.filename: _read(packed, entry) for entry in entries}
    except PackError:
        raise
    except _BROKEN as broken:
        raise _refused("the file cannot be opened: it is not a zip, or it was damaged on the way", ANEW) from broken


def _unfit(entries: list[ZipInfo]) -> Iterator[Fault]:
    """What is wrong with the files as the zip declares them; what they really hold is looked at in reading."""
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        yield Fault(1, f"there is more in it than a pack holds ({len(entries)} files)", ANEW)
        return
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename[:80]
        if not _PLACE.fullmatch(entry.filename):
            yield Fault(1, f"“{name}” is not a file of a pack", "Ask for the pack anew; nothing may be added to it.")
        elif entry.filename in seen:
            yield Fault(1, f"“{name}” is in it twice", ANEW)
        elif entry.file_size > LARGEST_FILE:
            yield Fault(1, f"“{name}” is larger than any file of a pack", ANEW)
        elif entry.flag_bits & _ENCRYPTED:
            yield Fault(1, f"“{name}” is locked with a password", "Ask for the pack without one.")
        elif entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            yield Fault(1, f"“{name}” is packed in a way that is not read here", ANEW)
        seen.add(entry.filename)


def _read(packed: ZipFile, entry: ZipInfo) -> bytes:
    with packed.open(entry) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise _refused(f"“{entry.filename}” is larger than it says", ANEW)
    return content


def _texts(contents: Mapping[str, bytes]) -> dict[str, str]:
    texts, errors = {}, []
    for place, content in sorted(contents.items()):
        try:
            texts[place] = content.decode()
        except UnicodeDecodeError:
            errors.append(Fault(1, "the file is not plain text", ANEW, place))
    if errors:
        raise PackError(errors)
    return texts


def _head(text: str) -> Head:
    document = Document(HEAD, of="the list of what is in a pack")
    raw = read_yaml(text, document)
    if not isinstance(raw, dict):
        if not document.errors:
            document.add((), "this is not the list of what is in a pack", ANEW)
    elif _is_newer(raw):
        newer = "Bring Throughgate up to date, or ask for the programme's file alone and add that."
        document.add(("format",), "the pack was made by a newer Throughgate than this one", newer)
    elif head := validate_part(Head, raw, (), "the pack", document):
        return head
    raise PackError(document.errors)


def _is_newer(raw: Mapping[str, Any]) -> bool:
    return isinstance(raw.get("format"), int) and raw["format"] > FORMAT


def _differences(head: Head, contents: Mapping[str, bytes]) -> Iterator[Fault]:
    """Between what the list says and what is there."""
    there = contents.keys() - {HEAD}
    for place in sorted(head.files.keys() - there):
        yield Fault(1, f"“{place[:80]}” is missing", ANEW, HEAD)
    for place in sorted(there - head.files.keys()):
        yield Fault(1, f"“{place}” was added to the pack", ANEW, HEAD)
    for place in sorted(there & head.files.keys()):
        if _digest(contents[place]) != head.files[place]:
            yield Fault(1, "the file was changed since the pack was made", ANEW, place)
    if MODEL not in there and MODEL not in head.files:
        yield Fault(1, "there is no programme in the pack", ANEW, HEAD)
