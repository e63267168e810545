import pytest


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """What the walk uploads goes away with the test."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
