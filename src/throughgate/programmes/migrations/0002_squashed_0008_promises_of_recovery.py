import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references


class Migration(migrations.Migration):
    replaces = [
        ("programmes", "0002_commitment_sensitivity_commitment_worker_and_more"),
        ("programmes", "0003_promise_sources"),
        ("programmes", "0004_promises_of_journeys"),
        ("programmes", "0005_promises_of_measures"),
        ("programmes", "0006_promises_of_groups_and_work"),
        ("programmes", "0007_promises_of_families_and_reports"),
        ("programmes", "0008_promises_of_recovery"),
    ]

    dependencies = [
        ("people", "0007_ends_of_restrictions"),
        ("programmes", "0001_initial"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="sensitivity",
            field=models.CharField(
                choices=[
                    ("standard", "Anyone working with this person"),
                    ("sensitive", "Sensitive: only their own workers and managers"),
                    ("clinical", "Clinical: only their counsellor and the counsellor's manager"),
                ],
                default=throughgate.access.policy.Sensitivity["STANDARD"],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="worker",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitments",
                to="programmes.enrolment",
            ),
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=throughgate.common.references.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("step", "From the plan"),
                            ("booking", "Booked"),
                            ("crisis", "While support is stepped up"),
                            ("hand-over", "From the hand-over"),
                            ("follow-up", "Promised at a contact"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=240)),
                ("who", models.CharField(max_length=20)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("by_on", models.DateField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("standard", "Anyone working with this person"),
                            ("sensitive", "Sensitive: only their own workers and managers"),
                            ("clinical", "Clinical: only their counsellor and the counsellor's manager"),
                        ],
                        default=throughgate.access.policy.Sensitivity["STANDARD"],
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="promises",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="promises_met",
                        to="record.entry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="people.person"
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
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["by_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="promise",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitment",
                to="programmes.promise",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("is_next", True), ("worker__isnull", False)),
                fields=["worker", "by_on"],
                name="commitment_worker_next",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enrolment__isnull", False), ("promise__isnull", True)),
                    models.Q(("enrolment__isnull", True), ("promise__isnull", False)),
                    _connector="OR",
                ),
                name="commitment_of_enrolment_or_promise",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sensitivity__in",
                        [
                            throughgate.access.policy.Sensitivity["STANDARD"],
                            throughgate.access.policy.Sensitivity["SENSITIVE"],
                            throughgate.access.policy.Sensitivity["CLINICAL"],
                        ],
                    )
                ),
                name="commitment_sensitivity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["step", "booking", "crisis", "hand-over", "follow-up"])),
                name="promise_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "who__in",
                        ["staff", "person", "family", "partner", "volunteer", "counsellor", "practitioner", "agency"],
                    )
                ),
                name="promise_who_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sensitivity__in",
                        [
                            throughgate.access.policy.Sensitivity["STANDARD"],
                            throughgate.access.policy.Sensitivity["SENSITIVE"],
                            throughgate.access.policy.Sensitivity["CLINICAL"],
                        ],
                    )
                ),
                name="promise_sensitivity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="promise_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__isnull", True), ("by_on__gte", models.F("from_on")), _connector="OR"),
                name="promise_due_after_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kept_at__isnull", True),
                        ("kept_by__isnull", True),
                        ("met_by__isnull", True),
                        ("met_on__isnull", True),
                    ),
                    models.Q(
                        ("kept_at__isnull", False),
                        ("kept_by__isnull", False),
                        ("met_on__isnull", False),
                        ("withdrawn_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="promise_kept_on_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_because", ""), ("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True)),
                    models.Q(
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="promise_withdrawn_with_reason",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="promise",
            name="promise_source_known",
        ),
        migrations.AlterField(
            model_name="promise",
            name="source",
            field=models.CharField(
                choices=[
                    ("step", "From the plan"),
                    ("booking", "Booked"),
                    ("crisis", "While support is stepped up"),
                    ("hand-over", "From the hand-over"),
                    ("follow-up", "Promised at a contact"),
                    ("readiness", "Getting ready for release"),
                    ("home", "A place to live"),
                    ("release-day", "Release day"),
                    ("journey", "A journey"),
                    ("measure", "An answer to follow up"),
                    ("work", "Work"),
                    ("group", "From a group"),
                    ("report", "A report"),
                    ("family", "Family work"),
                    ("recovery", "Recovery"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "source__in",
                        [
                            "step",
                            "booking",
                            "crisis",
                            "hand-over",
                            "follow-up",
                            "readiness",
                            "home",
                            "release-day",
                            "journey",
                            "measure",
                            "work",
                            "group",
                            "report",
                            "family",
                            "recovery",
                        ],
                    )
                ),
                name="promise_source_known",
            ),
        ),
    ]
