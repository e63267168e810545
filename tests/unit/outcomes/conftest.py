import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughgate.outcomes import services
from throughgate.outcomes.example import USES, make_example
from throughgate.outcomes.rules.options import options_from_uses


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A file storage of its own for each test."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def quick_pdf(request, monkeypatch):
    """Drawing a PDF takes seconds; only tests marked `slow` do."""
    if "slow" not in request.keywords:
        monkeypatch.setattr(services, "write_pdf", lambda found, path: Path(path).write_bytes(b"%PDF-quick"))


@pytest.fixture
def kept(files):
    """Names of all files that are kept."""
    return lambda: sorted(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())


@pytest.fixture
def upload():
    def make(text: str | bytes, name: str = "people.csv") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)

    return make


@pytest.fixture
def example(upload):
    return upload(make_example(rows=400), "example.csv")


@pytest.fixture
def example_options():
    return options_from_uses(USES, 0.2, "leave-out")


@pytest.fixture
def added(eve, example):
    return services.add_evaluation(by=eve, title="Does it work?", upload=example)


@pytest.fixture
def rossi(eve, upload):
    """432 men released from prison, half of them with financial aid."""
    from lifelines.datasets import load_rossi

    return services.add_evaluation(by=eve, title="Rossi", upload=upload(load_rossi().to_csv(index=False), "rossi.csv"))


@pytest.fixture
def rossi_uses():
    covariates = dict.fromkeys(["age", "race", "wexp", "mar", "paro", "prio"], "covariate")
    return {"fin": "treated", "arrest": "rate", **covariates}


@pytest.fixture
def parquet():
    """The bytes of a Parquet file from a query."""

    def make(query: str, tmp=io.BytesIO) -> bytes:
        import tempfile
        from pathlib import Path

        import duckdb

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.parquet"
            duckdb.sql(query).write_parquet(str(path))
            return path.read_bytes()

    return make
