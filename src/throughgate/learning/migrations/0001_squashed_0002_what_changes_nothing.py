import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [("learning", "0001_initial"), ("learning", "0002_what_changes_nothing")]

    initial = True

    dependencies = [
        ("people", "0007_ends_of_restrictions"),
        ("programmes", "0007_promises_of_families_and_reports"),
        ("record", "0001_initial"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Feedback",
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
                        ("moment", models.CharField(blank=True, max_length=120)),
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("alone", "They answer themselves, on this screen"),
                                    ("asked", "I ask, and put down what they say"),
                                    ("paper", "From a sheet that was filled in"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("is_kept", models.BooleanField(default=False)),
                        ("declined", models.BooleanField(default=False)),
                        ("opened_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="feedback",
                                to="programmes.enrolment",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="record.entry",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.site"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "feedback",
                        "ordering": ["-on", "-pk"],
                        "indexes": [models.Index(fields=["site", "on"], name="feedback_of_site")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["alone", "asked", "paper"])), name="feedback_how_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("declined", False), ("entry__isnull", True), ("finished_at__isnull", True)
                                    ),
                                    models.Q(("entry__isnull", False), ("finished_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_finished_with_entry",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogItem",
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
                        ("slug", models.CharField(blank=True, max_length=60)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("person", "A person we work with"),
                                    ("family", "A family member"),
                                    ("partner", "A partner organisation"),
                                    ("staff", "Staff or volunteers"),
                                    ("incident", "An incident"),
                                    ("inspection", "An inspection"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("heard_on", models.DateField()),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.site"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-heard_on", "-pk"],
                        "indexes": [models.Index(fields=["site", "heard_on"], name="log_of_site")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source__in", ["person", "family", "partner", "staff", "incident", "inspection"])
                                ),
                                name="log_source_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogChange",
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
                        ("what", models.TextField()),
                        ("by_on", models.DateField()),
                        ("check_on", models.DateField()),
                        ("planned_at", models.DateTimeField(auto_now_add=True)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done_words", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                        (
                            "checker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="learning.logitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("settled_at__isnull", True), ("withdrawn_at__isnull", True)),
                                fields=("item",),
                                name="log_one_change_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("responsible", models.F("checker")), _negated=True),
                                name="log_checked_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True), ("done_by__isnull", True), ("done_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        ("done_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="log_done_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_because", ""),
                                        ("withdrawn_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="log_withdrawn_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "finding",
                            models.CharField(
                                choices=[
                                    ("worked", "It worked"),
                                    ("did_not", "It did not work"),
                                    ("too_early", "It is too early to say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("on", models.DateField()),
                        ("again_on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="learning.logchange",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("again_on__isnull", False), ("finding", "too_early")),
                                    models.Q(("again_on__isnull", True), ("finding__in", ["worked", "did_not"])),
                                    _connector="OR",
                                ),
                                name="log_too_early_says_when",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptAnswer",
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
                        ("question", models.CharField(max_length=60)),
                        ("wording", models.CharField(max_length=300)),
                        ("choice", models.CharField(blank=True, max_length=60)),
                        ("said", models.TextField()),
                        ("at", models.DateTimeField(auto_now=True)),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kept_answers",
                                to="learning.feedback",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="from_kept",
                                to="learning.logitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("feedback", "question"), name="kept_answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[("happened", "What happened"), ("learned", "What we learned")], max_length=12
                            ),
                        ),
                        ("words", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrected",
                                to="learning.lognote",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="learning.logitem"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("part__in", ["happened", "learned"])), name="log_part_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("corrects__isnull", True), ("reason", "")),
                                    models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="log_correction_says_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("corrects__isnull", True)),
                                fields=("item", "part"),
                                name="log_part_said_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenAnswer",
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
                        ("question", models.CharField(max_length=60)),
                        ("wording", models.CharField(max_length=300)),
                        ("choice", models.CharField(blank=True, max_length=60)),
                        ("said", models.TextField()),
                        ("at", models.DateTimeField(auto_now=True)),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_answers",
                                to="learning.feedback",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="from_open",
                                to="learning.logitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("feedback", "question"), name="open_answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WallLine",
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
                        ("quarter", models.DateField()),
                        ("you_said", models.CharField(max_length=200)),
                        ("could", models.BooleanField(default=True)),
                        ("we_did", models.CharField(max_length=200)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wall_lines",
                                to="learning.logitem",
                            ),
                        ),
                        (
                            "taken_off_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_off_at__isnull", True)),
                                fields=("item",),
                                name="wall_line_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_off_at__isnull", True), ("taken_off_by__isnull", True)),
                                    models.Q(("taken_off_at__isnull", False), ("taken_off_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="wall_line_taken_off_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WallPage",
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
                        ("quarter", models.DateField()),
                        ("lines", models.JSONField(default=list)),
                        ("published_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.site"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-quarter", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("site", "quarter"),
                                name="wall_page_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="wall_page_ended_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogEnding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("because", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("reopened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="endings",
                                to="learning.logitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("reopened_at__isnull", True)),
                                fields=("item",),
                                name="log_ended_once",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
