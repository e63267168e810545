import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables
import throughgate.outcomes.models


class Migration(migrations.Migration):
    replaces = [("outcomes", "0001_initial"), ("outcomes", "0002_evaluation_pdf")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Evaluation",
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
                        ("title", models.CharField(max_length=120)),
                        ("file", models.FileField(max_length=200, upload_to=throughgate.outcomes.models.place_of_file)),
                        ("file_kind", models.CharField(choices=[("csv", "CSV"), ("parquet", "Parquet")], max_length=8)),
                        ("size", models.PositiveBigIntegerField()),
                        ("rows", models.PositiveIntegerField()),
                        ("columns", models.JSONField()),
                        ("options", models.JSONField(blank=True, default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Not started"),
                                    ("waiting", "Waiting its turn"),
                                    ("running", "Being worked out"),
                                    ("failed", "Could not be worked out"),
                                    ("done", "Finished"),
                                ],
                                default="uploaded",
                                max_length=10,
                            ),
                        ),
                        ("attempt", models.PositiveIntegerField(default=0)),
                        ("progress", models.PositiveSmallIntegerField(default=0)),
                        ("step", models.CharField(blank=True, max_length=120)),
                        ("problem", models.TextField(blank=True)),
                        ("result", models.JSONField(blank=True, null=True)),
                        ("report", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("pdf", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["uploaded", "waiting", "running", "failed", "done"])),
                                name="evaluation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("file_kind__in", ["csv", "parquet"])),
                                name="evaluation_file_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("progress__lte", 100)), name="evaluation_progress_per_cent"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(("finished_at__isnull", False), ("result__isnull", False)),
                                    _connector="OR",
                                ),
                                name="evaluation_done_has_result",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
