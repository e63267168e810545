import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [("work", "0001_initial"), ("work", "0002_learning_and_employers")]

    initial = True

    dependencies = [
        ("casework", "0008_others_there_and_what_was_learned"),
        ("people", "0006_caseloadimport_rows_alone"),
        ("programmes", "0007_promises_of_families_and_reports"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Employer",
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
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("contact", models.CharField(blank=True, max_length=200)),
                        ("accepts", models.CharField(blank=True, max_length=300)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asks", models.CharField(blank=True, max_length=300)),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("checked_on", models.DateField(blank=True, null=True)),
                        ("excludes", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_by__isnull", True), ("checked_on__isnull", True)),
                                    models.Q(("checked_by__isnull", False), ("checked_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="employer_checked_by",
                            )
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
                        ("version", models.PositiveSmallIntegerField()),
                        ("words", models.TextField()),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="disclosure_letters",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "version"), name="letter_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PastConviction",
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
                        ("offence", models.CharField(max_length=60)),
                        ("convicted_on", models.DateField(blank=True, null=True)),
                        ("under_18", models.BooleanField(blank=True, null=True)),
                        ("summary_only", models.BooleanField(blank=True, null=True)),
                        ("specified", models.BooleanField(blank=True, null=True)),
                        ("sentences", models.JSONField(default=list)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="past_convictions",
                                to="people.person",
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
                    ],
                    options={
                        "ordering": ["convicted_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="past_conviction_withdrawn_by",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("to-start", "Not begun"),
                                    ("in-hand", "Being done"),
                                    ("done", "There"),
                                    ("not-needed", "Not needed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readiness_notes",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "code"),
                                name="readiness_note_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["to-start", "in-hand", "done", "not-needed"])),
                                name="readiness_note_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightToWork",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("checked_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rights_to_work",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "rights to work",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person",),
                                name="right_to_work_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("checked_on")), _connector="OR"
                                ),
                                name="right_to_work_ends_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vacancy",
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
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pay_pence", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "pay_per",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hour", "an hour"),
                                    ("week", "a week"),
                                    ("month", "a month"),
                                    ("year", "a year"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=80)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        (
                            "check_level",
                            models.CharField(
                                choices=[
                                    ("basic", "Unspent convictions only"),
                                    ("standard", "Standard check"),
                                    ("enhanced", "Enhanced check"),
                                ],
                                default="basic",
                                max_length=8,
                            ),
                        ),
                        ("excludes", models.JSONField(blank=True, default=list)),
                        ("closes_on", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("filled_on", models.DateField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="work.employer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "vacancies",
                        "ordering": ["closes_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("check_level__in", ["basic", "standard", "enhanced"])),
                                name="vacancy_check_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("pay_pence__isnull", True), ("pay_per", "")),
                                    models.Q(
                                        ("pay_pence__isnull", False), ("pay_per__in", ["hour", "week", "month", "year"])
                                    ),
                                    _connector="OR",
                                ),
                                name="vacancy_pay_says_per",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Application",
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
                        ("employer", models.CharField(max_length=120)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="job_applications",
                                to="people.person",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="work.vacancy",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
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
                        ("employer", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("permanent", "Permanent"),
                                    ("fixed", "For a fixed time"),
                                    ("agency", "Through an agency"),
                                    ("self", "Self-employed"),
                                    ("apprentice", "Apprenticeship"),
                                    ("trial", "Work trial, paid"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pay_pence", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "pay_per",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hour", "an hour"),
                                    ("week", "a week"),
                                    ("month", "a month"),
                                    ("year", "a year"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "disclosed",
                            models.CharField(
                                choices=[
                                    ("yes", "The employer knows of the record"),
                                    ("no", "The employer did not ask, and was not told"),
                                    ("not-said", "They would rather not say"),
                                ],
                                default="not-said",
                                max_length=8,
                            ),
                        ),
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
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("next", "For another job"),
                                    ("ended", "The work ran out or the contract ended"),
                                    ("dismissed", "Dismissed"),
                                    ("record", "The record came up"),
                                    ("health", "Health"),
                                    ("travel", "Could not get there"),
                                    ("money", "Did not pay enough"),
                                    ("people", "Trouble with people there"),
                                    ("care", "Children or family"),
                                    ("treatment", "Treatment came first"),
                                    ("inside", "Back in custody"),
                                    ("chose", "They chose to leave"),
                                    ("mistake", "Noted by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="job",
                                to="work.application",
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
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="record.entry",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["permanent", "fixed", "agency", "self", "apprentice", "trial"])
                                ),
                                name="job_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("disclosed__in", ["yes", "no", "not-said"])),
                                name="job_disclosed_known",
                            ),
                            models.CheckConstraint(
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
                                name="job_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("pay_pence__isnull", True), ("pay_per", "")),
                                    models.Q(
                                        ("pay_pence__isnull", False), ("pay_per__in", ["hour", "week", "month", "year"])
                                    ),
                                    _connector="OR",
                                ),
                                name="job_pay_says_per",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_because", ""),
                                        ("ended_by__isnull", True),
                                        ("ended_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        (
                                            "ended_because__in",
                                            [
                                                "next",
                                                "ended",
                                                "dismissed",
                                                "record",
                                                "health",
                                                "travel",
                                                "money",
                                                "people",
                                                "care",
                                                "treatment",
                                                "inside",
                                                "chose",
                                                "mistake",
                                            ],
                                        ),
                                        ("ended_by__isnull", False),
                                        ("ended_on__gte", models.F("started_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_ended_on_by_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("weeks", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("still", "Still in this job"),
                                    ("next", "In another job"),
                                    ("left", "Not in work"),
                                    ("inside", "Back in custody"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="work.job"
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="job_check",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("job", "weeks"), name="job_check_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_by__isnull", True), ("answered_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("answer__in", ["still", "next", "left", "inside"]),
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_check_answered_on_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationStep",
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
                                    ("interview", "Asked to an interview"),
                                    ("offered", "Offered the job"),
                                    ("accepted", "Said yes"),
                                    ("declined", "They said no to it"),
                                    ("refused", "Turned down by the employer"),
                                    ("withdrawn", "Taken back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="work.application"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="casework.booking",
                            ),
                        ),
                        (
                            "by",
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
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "sent",
                                            "interview",
                                            "offered",
                                            "accepted",
                                            "declined",
                                            "refused",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="application_step_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
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
                        ("provider", models.CharField(blank=True, max_length=120)),
                        ("towards", models.CharField(max_length=120)),
                        ("why", models.CharField(max_length=400)),
                        ("offered_on", models.DateField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("began_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("finished", "They finished it"),
                                    ("stopped", "They stopped before the end"),
                                    ("declined", "They said no to it"),
                                    ("not-held", "It did not take place"),
                                    ("mistake", "Noted by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="trainings",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-offered_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("why", ""), _negated=True), models.Q(("towards", ""), _negated=True)
                                ),
                                name="training_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("began_on__isnull", True),
                                    ("began_on__gte", models.F("offered_on")),
                                    _connector="OR",
                                ),
                                name="training_offered_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_because", ""),
                                        ("ended_by__isnull", True),
                                        ("ended_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        (
                                            "ended_because__in",
                                            ["finished", "stopped", "declined", "not-held", "mistake"],
                                        ),
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="training_ended_on_by_and_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                        ("got_on", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="certificates",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.promise",
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
                            "training",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="certificates",
                                to="work.training",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-got_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("got_on")), _connector="OR"
                                ),
                                name="certificate_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="certificate_withdrawn_by",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
