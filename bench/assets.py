"""Gathers the style sheets and scripts as `make run` does, since pages name them: `python -m bench.assets`."""

from bench import database

if __name__ == "__main__":
    database.set_up_django()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
