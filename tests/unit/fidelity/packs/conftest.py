import pytest


@pytest.fixture
def var(settings, tmp_path):
    """An organisation without files of its own."""
    settings.VAR = tmp_path
    return tmp_path
