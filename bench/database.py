"""What a process that works on one database of the bench does with it, through Django."""


def set_up_django() -> None:
    import django

    django.setup()


def make_tables() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def reset_sequences() -> None:
    """After rows were written with keys of their own choice. SQLite needs nothing."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    statements = connection.ops.sequence_reset_sql(no_style(), list(apps.get_models(include_auto_created=True)))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def settle_down() -> None:
    """PostgreSQL would gather statistics by itself within minutes; SQLite's file is left without a log beside it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
