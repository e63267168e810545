import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [("groups", "0001_initial"), ("groups", "0002_who_leads_from_when_on")]

    initial = True

    dependencies = [
        ("casework", "0008_others_there_and_what_was_learned"),
        ("people", "0005_who_said_it"),
        ("programmes", "0006_promises_of_groups_and_work"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Cohort",
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
                        ("plan", models.CharField(max_length=60)),
                        ("place", models.CharField(max_length=80)),
                        ("capacity", models.PositiveSmallIntegerField()),
                        ("starts_on", models.DateField()),
                        ("at", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("every", models.PositiveSmallIntegerField(default=7)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("closed_because", models.CharField(blank=True, max_length=200)),
                        (
                            "closed_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="cohorts", to="sites.site"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "token"), name="cohort_saved_once"),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 60)), name="cohort_capacity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 480)), name="cohort_minutes"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("every__gte", 1), ("every__lte", 28)), name="cohort_every"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_because", ""), ("closed_by__isnull", True), ("closed_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("closed_by__isnull", False),
                                        ("closed_on__isnull", False),
                                        models.Q(("closed_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="cohort_closed_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupSession",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("on", models.DateField()),
                        ("at", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("place", models.CharField(max_length=80)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "moved_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lockdown", "Lockdown"),
                                    ("no_staff", "No prison staff to escort or supervise"),
                                    ("regime", "The regime of the day"),
                                    ("bank_holiday", "Bank holiday"),
                                    ("room", "No room"),
                                    ("leader", "Nobody of us could lead it"),
                                    ("training", "Staff training day"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lockdown", "Lockdown"),
                                    ("no_staff", "No prison staff to escort or supervise"),
                                    ("regime", "The regime of the day"),
                                    ("bank_holiday", "Bank holiday"),
                                    ("room", "No room"),
                                    ("leader", "Nobody of us could lead it"),
                                    ("training", "Staff training day"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="groups.cohort"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="superseded_by",
                                to="groups.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "at", "pk"],
                        "indexes": [models.Index(fields=["on"], name="session_on")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("cohort", "number"),
                                name="session_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("moved_because", ""), ("supersedes__isnull", True)),
                                    models.Q(
                                        (
                                            "moved_because__in",
                                            [
                                                "lockdown",
                                                "no_staff",
                                                "regime",
                                                "bank_holiday",
                                                "room",
                                                "leader",
                                                "training",
                                                "other",
                                            ],
                                        ),
                                        ("supersedes__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="session_moved_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", True),
                                        ("cancelled_because", ""),
                                        ("cancelled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("cancelled_at__isnull", False),
                                        (
                                            "cancelled_because__in",
                                            [
                                                "lockdown",
                                                "no_staff",
                                                "regime",
                                                "bank_holiday",
                                                "room",
                                                "leader",
                                                "training",
                                                "other",
                                            ],
                                        ),
                                        ("cancelled_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="session_cancelled_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("steps", models.JSONField(default=list)),
                        ("feedback", models.JSONField(default=dict)),
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
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="groups.groupsession",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("session",),
                                name="delivery_said_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
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
                        ("asked_on", models.DateField()),
                        ("asked_at", models.DateTimeField(auto_now_add=True)),
                        ("first_at", models.DateTimeField(blank=True, null=True)),
                        ("first_because", models.CharField(blank=True, max_length=200)),
                        ("offered_on", models.DateField(blank=True, null=True)),
                        ("taken_on", models.DateField(blank=True, null=True)),
                        ("left_on", models.DateField(blank=True, null=True)),
                        ("left_because", models.CharField(blank=True, max_length=200)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="groups.cohort"
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="group_places",
                                to="programmes.enrolment",
                            ),
                        ),
                        (
                            "first_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offered_by",
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
                                related_name="group_places",
                                to="people.person",
                            ),
                        ),
                        (
                            "taken_by",
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
                        "ordering": ["asked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on__isnull", True)),
                                fields=("cohort", "person"),
                                name="place_once_in_a_group",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_at__isnull", True), ("first_because", ""), ("first_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("first_at__isnull", False),
                                        ("first_by__isnull", False),
                                        models.Q(("first_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="place_first_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_by__isnull", True), ("taken_on__isnull", True)),
                                    models.Q(
                                        ("offered_on__isnull", False),
                                        ("taken_by__isnull", False),
                                        ("taken_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="place_offered_before_taken",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("left_because", ""), ("left_by__isnull", True), ("left_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("left_by__isnull", False),
                                        ("left_on__isnull", False),
                                        models.Q(("left_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="place_left_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MakeUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="made_up",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guests",
                                to="groups.groupsession",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="make_ups", to="groups.place"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("dropped_at__isnull", True)),
                                fields=("place", "number"),
                                name="made_up_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("contact__isnull", False), ("session__isnull", True)),
                                    models.Q(("contact__isnull", True), ("session__isnull", False)),
                                    _connector="OR",
                                ),
                                name="made_up_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absence_call",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.groupsession"
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="groups.place"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("place", "session"), name="call_once_for_a_session")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegimeHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ]
                            ),
                        ),
                        ("from_at", models.TimeField()),
                        ("to_at", models.TimeField()),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
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
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="group_hours", to="sites.site"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "regime hours",
                        "ordering": ["weekday", "from_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lte", 6)), name="regime_weekday_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_at__gt", models.F("from_at"))),
                                name="regime_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="regime_ended_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Register",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="register",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registers",
                                to="groups.groupsession",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Closure",
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
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField()),
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("lockdown", "Lockdown"),
                                    ("no_staff", "No prison staff to escort or supervise"),
                                    ("regime", "The regime of the day"),
                                    ("bank_holiday", "Bank holiday"),
                                    ("room", "No room"),
                                    ("leader", "Nobody of us could lead it"),
                                    ("training", "Staff training day"),
                                    ("other", "Another reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("lifted_on", models.DateField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="group_closures",
                                to="sites.site",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))),
                                name="closure_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "because__in",
                                        [
                                            "lockdown",
                                            "no_staff",
                                            "regime",
                                            "bank_holiday",
                                            "room",
                                            "leader",
                                            "training",
                                            "other",
                                        ],
                                    )
                                ),
                                name="closure_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_by__isnull", True), ("lifted_on__isnull", True)),
                                    models.Q(("lifted_by__isnull", False), ("lifted_on__gte", models.F("from_on"))),
                                    _connector="OR",
                                ),
                                name="closure_lifted_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupLeader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="leading", to="groups.cohort"
                            ),
                        ),
                        (
                            "covers",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "takes_over",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="taken_over_by",
                                to="groups.groupleader",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups_led",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_on__isnull", True),
                                    ("to_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="leader_ends_after_start",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
