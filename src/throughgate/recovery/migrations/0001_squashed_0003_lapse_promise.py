import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [
        ("recovery", "0001_initial"),
        ("recovery", "0002_treatment_outside"),
        ("recovery", "0003_lapse_promise"),
    ]

    initial = True

    dependencies = [
        ("casework", "0008_others_there_and_what_was_learned"),
        ("people", "0007_ends_of_restrictions"),
        ("programmes", "0008_promises_of_recovery"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="CleanFrom",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
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
                                related_name="clean_from",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TreatmentWords",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("link", models.TextField(blank=True)),
                        ("triggers", models.JSONField(default=list)),
                        ("strengths", models.TextField(blank=True)),
                        ("craving", models.TextField(blank=True)),
                        ("lapse", models.TextField(blank=True)),
                        ("work", models.JSONField(default=list)),
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
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="treatment",
                                to="casework.planversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["version__number"],
                    },
                ),
                migrations.CreateModel(
                    name="CellSheet",
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
                        ("sheet", models.CharField(max_length=60)),
                        ("title", models.CharField(max_length=120)),
                        ("set_on", models.DateField()),
                        ("returned_on", models.DateField(blank=True, null=True)),
                        ("was_read", models.BooleanField(default=False)),
                        ("was_talked_about", models.BooleanField(default=False)),
                        (
                            "done",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="cell_sheet",
                                to="casework.thingdone",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cell_sheets",
                                to="people.person",
                            ),
                        ),
                        (
                            "returned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-set_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("returned_on__isnull", True), ("returned_to__isnull", True)),
                                    models.Q(("returned_on__gte", models.F("set_on")), ("returned_to__isnull", False)),
                                    _connector="OR",
                                ),
                                name="cell_sheet_returned_after_set",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fellowship",
                            models.CharField(
                                choices=[
                                    ("aa", "Alcoholics Anonymous (AA)"),
                                    ("na", "Narcotics Anonymous (NA)"),
                                    ("ca", "Cocaine Anonymous (CA)"),
                                    ("smart", "SMART Recovery"),
                                    ("other", "Another group"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("place", models.CharField(blank=True, max_length=120)),
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
                        ("begins_at", models.TimeField(blank=True, null=True)),
                        ("found_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "done",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="home_group",
                                to="casework.thingdone",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="home_groups",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-found_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("fellowship__in", ["aa", "na", "ca", "smart", "other"])),
                                name="home_group_fellowship_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__in", [0, 1, 2, 3, 4, 5, 6])),
                                name="home_group_weekday_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lapse",
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
                        ("happened", models.TextField(blank=True)),
                        ("tried", models.TextField(blank=True)),
                        ("helped", models.TextField(blank=True)),
                        ("follows", models.TextField(blank=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "crisis",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="casework.crisis",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lapse", to="record.entry"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lapses", to="people.person"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="casework.planversion",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="lapse",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-from_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("by", "token"), name="lapse_saved_once"),
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))), name="lapse_ends_after_start"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingAttended",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "fellowship",
                            models.CharField(
                                choices=[
                                    ("aa", "Alcoholics Anonymous (AA)"),
                                    ("na", "Narcotics Anonymous (NA)"),
                                    ("ca", "Cocaine Anonymous (CA)"),
                                    ("smart", "SMART Recovery"),
                                    ("other", "Another group"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("meeting", models.CharField(blank=True, max_length=120)),
                        ("inside", models.BooleanField(default=False)),
                        (
                            "confirmed_by",
                            models.CharField(
                                choices=[
                                    ("card", "Signed card"),
                                    ("sponsor", "Their sponsor says so"),
                                    ("prison", "The prison says so"),
                                    ("own-word", "Their own word"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "done",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meeting_attended",
                                to="casework.thingdone",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings_attended",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("fellowship__in", ["aa", "na", "ca", "smart", "other"])),
                                name="meeting_fellowship_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confirmed_by__in", ["card", "sponsor", "prison", "own-word"])),
                                name="meeting_confirmed_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TreatmentOutside",
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
                        ("with_whom", models.CharField(max_length=120)),
                        ("begun_on", models.DateField()),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("done", "They finished it"),
                                    ("elsewhere", "They go somewhere else now"),
                                    ("stopped", "They stopped going"),
                                    ("closed", "It was taken from them, or closed"),
                                    ("custody", "They came back into custody"),
                                ],
                                max_length=12,
                            ),
                        ),
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
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="treatment_outside",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "treatment outside",
                        "ordering": ["-begun_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("noted_by", "token"), name="treatment_noted_once"),
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
                                        ("ended_because__in", ["done", "elsewhere", "stopped", "closed", "custody"]),
                                        ("ended_by__isnull", False),
                                        ("ended_on__gte", models.F("begun_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="treatment_ended_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TreatmentCheck",
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
                                blank=True, choices=[("still", "Still going"), ("ended", "Not any more")], max_length=8
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
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="treatment_check",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "treatment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="recovery.treatmentoutside",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("treatment", "weeks"), name="treatment_check_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_by__isnull", True), ("answered_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("answer__in", ["still", "ended"]),
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="treatment_check_answered_on_and_by",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
