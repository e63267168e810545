"""The grammar object of a stored model: read once per process and kept by the hash of its text."""

from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.loading import load_model
from throughgate.programmes.models import ProgrammeModel as ModelVersion
from throughgate.record.kinds import all_kinds

_compiled: dict[str, ProgrammeModel] = {}


def compiled_model(row: ModelVersion) -> ProgrammeModel:
    """Reads the text from the database only the first time; the row may come without it (`defer("source")`)."""
    found = _compiled.get(row.sha256)
    if found is None:
        found = load_model(row.source, filename=f"{row.slug}-{row.version}.yaml", kinds=all_kinds(), in_use=True)
        _compiled[row.sha256] = found
    return found


def read_model(text: str, filename: str) -> ProgrammeModel:
    """A file that is to come into use. Raises ModelFileError."""
    return load_model(text, filename=filename, kinds=all_kinds())
