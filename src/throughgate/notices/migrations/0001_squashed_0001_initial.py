import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [("notices", "0001_initial")]

    initial = True

    dependencies = [
        ("casework", "0007_followup_rests_on_promise"),
        ("people", "0003_parole_hearings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Open"),
                                    ("replaced", "A new address was made"),
                                    ("owner", "Taken away by its owner"),
                                    ("other", "Taken away by somebody else"),
                                    ("closed", "The account was closed"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("user",),
                                name="calendar_feed_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", ""), ("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(
                                        models.Q(("ended", ""), _negated=True),
                                        ("ended__in", ["", "replaced", "owner", "other", "closed"]),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="calendar_feed_ended_at_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedFetch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=24)),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("times", models.PositiveIntegerField(default=1)),
                        (
                            "feed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fetches",
                                to="notices.calendarfeed",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-last_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("feed", "on", "place"), name="feed_fetch_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("morning", "The day, in the morning"),
                                    ("gate", "A meeting at the gate, the evening before"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="letters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", True)), fields=["on"], name="letter_waiting"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "kind", "on"), name="letter_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["morning", "gate"])), name="letter_kind_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnNotices",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "titles",
                            models.CharField(
                                choices=[
                                    ("nobody", "Only “Booked”: nobody can be recognised"),
                                    ("initials", "“Booked” and initials, such as J. V."),
                                ],
                                default="nobody",
                                max_length=8,
                            ),
                        ),
                        ("with_place", models.BooleanField(default=False)),
                        ("with_due", models.BooleanField(default=False)),
                        ("morning", models.BooleanField(default=True)),
                        ("gate_evening", models.BooleanField(default=True)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="own_notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("titles__in", ["nobody", "initials"])),
                                name="own_notices_titles_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhoneSaid",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20)),
                        (
                            "who_reads",
                            models.CharField(
                                choices=[
                                    ("alone", "Only they read it"),
                                    ("known", "Somebody else may read it, and that is all right with them"),
                                    ("unsafe", "No: do not text this number"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phones_said",
                                to="people.person",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("who_reads__in", ["alone", "known", "unsafe"])),
                                name="phone_said_who_reads_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number", ""), _negated=True), name="phone_said_of_a_number"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reminder", "Reminder"),
                                    ("moved", "That it was moved"),
                                    ("off", "That it is off"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("number", models.CharField(max_length=20)),
                        ("words", models.CharField(max_length=160)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="casework.booking"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["made_at"], name="text_made_at")],
                        "constraints": [
                            models.UniqueConstraint(fields=("booking", "kind"), name="text_once_for_a_booking"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["reminder", "moved", "off"])), name="text_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True), models.Q(("number", ""), _negated=True)
                                ),
                                name="text_says_something_to_a_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Sent"),
                                    ("failed", "Could not be sent"),
                                    ("refused", "Refused by the service"),
                                    ("left", "Not sent: something changed"),
                                    ("delivered", "Arrived"),
                                    ("lost", "Did not arrive"),
                                    ("told", "They were told another way"),
                                    ("untold", "They were not told after all"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reference", models.CharField(blank=True, max_length=120)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="notices.textmessage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["sent", "failed", "refused", "left", "delivered", "lost", "told", "untold"],
                                    )
                                ),
                                name="text_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["told", "untold"]), _negated=True),
                                    ("by__isnull", False),
                                    _connector="OR",
                                ),
                                name="text_step_told_by_somebody",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
