"""import_cells.txt, line by line."""

import re
from pathlib import Path

import pytest

from throughgate.people.rules.importing import CellError, is_nothing, mend_phone, read_day, read_gender, split_name

LINES = [
    re.split(r"\s{2,}", line.strip(), maxsplit=2)
    for line in (Path(__file__).parent / "import_cells.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
READERS = {
    "day": lambda text: read_day(text).isoformat(),
    "name": lambda text: "|".join(split_name(text)),
    "gender": lambda text: str(read_gender(text)),
    "phone": lambda text: mend_phone(text)[0],
    "nothing": lambda text: "nothing" if is_nothing(text) else "something",
}


@pytest.mark.parametrize(("kind", "cell", "wanted"), LINES, ids=[" ".join(line[:2]) for line in LINES])
def test_a_cell_is_read_as_the_table_says(kind, cell, wanted):
    if wanted.startswith("!"):
        with pytest.raises(CellError, match=re.escape(wanted[1:].strip())):
            READERS[kind](cell)
    else:
        assert READERS[kind](cell) == wanted
