import os

# Tests run in a mode of their own. The settings are named here and not in pyproject.toml: pytest-django would read them
# from there before this file is read, in the mode of the shell.
os.environ["THROUGHGATE_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "throughgate.config.settings"

import django  # noqa: E402 – the mode comes first

django.setup()
