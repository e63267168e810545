import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [
        ("release", "0001_initial"),
        ("release", "0002_journeys_alarms_moves_first_week"),
        ("release", "0003_breaks_and_payers"),
        ("release", "0004_journeys_past_midnight"),
    ]

    initial = True

    dependencies = [
        ("casework", "0007_followup_rests_on_promise"),
        ("people", "0006_caseloadimport_rows_alone"),
        ("programmes", "0007_promises_of_families_and_reports"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Basic",
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
                        ("code", models.CharField(max_length=60)),
                        ("spell", models.PositiveSmallIntegerField(default=0)),
                        ("from_on", models.DateField(blank=True, null=True)),
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
                        ("opened_on", models.DateField()),
                        ("opened_at", models.DateTimeField(auto_now_add=True)),
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="basics", to="people.person"
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="basic",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["person", "spell", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "code", "spell"), name="basic_once_a_spell"),
                            models.CheckConstraint(
                                condition=models.Q(("code", ""), _negated=True), name="basic_has_code"
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
                                name="basic_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BasicStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=60)),
                        ("on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=400)),
                        ("reason", models.CharField(blank=True, max_length=60)),
                        ("document", models.CharField(blank=True, max_length=60)),
                        ("reference", models.CharField(blank=True, max_length=60)),
                        ("cost_pence", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "paid_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("us", "We do"),
                                    ("person", "They do themselves"),
                                    ("prison", "The prison or probation"),
                                    ("council", "The council or another public fund"),
                                    ("nobody", "It costs nothing"),
                                    ("other", "Somebody else"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("refund_pence", models.PositiveIntegerField(blank=True, null=True)),
                        ("is_priority", models.BooleanField(default=False)),
                        ("proof", models.CharField(blank=True, max_length=60)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        (
                            "basic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="release.basic"
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
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="basic_steps",
                                to="record.entry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("by", "token"), name="basic_step_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state", ""), _negated=True), name="basic_step_has_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cost_pence__isnull", True), ("cost_pence__lte", 1000000), _connector="OR"
                                ),
                                name="basic_step_cost_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid_by__in", ["", "us", "person", "prison", "council", "nobody", "other"])
                                ),
                                name="basic_step_payer_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProvider",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "ref",
                            models.CharField(
                                db_index=True,
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("supported", "Supported housing"),
                                    ("approved", "Approved premises"),
                                    ("rehab", "Residential rehab"),
                                    ("temporary", "Temporary place after release"),
                                    ("private", "Private landlord"),
                                    ("council", "Council or housing association"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200)),
                        ("town", models.CharField(blank=True, max_length=60)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("web", models.URLField(blank=True)),
                        ("takes", models.JSONField(blank=True, default=list)),
                        ("not_taken", models.JSONField(blank=True, default=list)),
                        ("own_words", models.TextField(blank=True)),
                        ("route", models.CharField(blank=True, max_length=200)),
                        ("notes", models.TextField(blank=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("added_at", models.DateTimeField(blank=True, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical provider",
                        "verbose_name_plural": "historical providers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReleaseDay",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "ref",
                            models.CharField(
                                db_index=True,
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("spell", models.PositiveSmallIntegerField(default=0)),
                        ("on", models.DateField()),
                        ("gate_from", models.TimeField(blank=True, null=True)),
                        ("gate_to", models.TimeField(blank=True, null=True)),
                        (
                            "gets_about",
                            models.CharField(
                                choices=[
                                    ("public", "By bus and train"),
                                    ("car", "By car: somebody drives them all day"),
                                    ("foot", "On foot"),
                                ],
                                default="public",
                                max_length=8,
                            ),
                        ),
                        ("made_at", models.DateTimeField(blank=True, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical release day",
                        "verbose_name_plural": "historical release days",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Provider",
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
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("supported", "Supported housing"),
                                    ("approved", "Approved premises"),
                                    ("rehab", "Residential rehab"),
                                    ("temporary", "Temporary place after release"),
                                    ("private", "Private landlord"),
                                    ("council", "Council or housing association"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200)),
                        ("town", models.CharField(blank=True, max_length=60)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("web", models.URLField(blank=True)),
                        ("takes", models.JSONField(blank=True, default=list)),
                        ("not_taken", models.JSONField(blank=True, default=list)),
                        ("own_words", models.TextField(blank=True)),
                        ("route", models.CharField(blank=True, max_length=200)),
                        ("notes", models.TextField(blank=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("token", models.UUIDField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["supported", "approved", "rehab", "temporary", "private", "council"])
                                ),
                                name="provider_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="provider_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                                    _connector="OR",
                                ),
                                name="provider_lies_somewhere",
                                violation_error_message="Give both the latitude and the longitude, or neither.",
                            ),
                            models.UniqueConstraint(fields=("added_by", "token"), name="provider_added_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeApplication",
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
                                    ("family", "With family or friends, to stay"),
                                    ("family_now", "With family or friends, for now"),
                                    ("social", "Renting from a council or housing association"),
                                    ("private", "Renting privately"),
                                    ("owner", "Their own home"),
                                    ("supported", "Supported housing"),
                                    ("rehab", "Residential rehab"),
                                    ("approved", "Approved premises"),
                                    ("temporary", "Temporary place after release"),
                                    ("shelter", "Night shelter or emergency hostel"),
                                    ("street", "Sleeping rough"),
                                    ("none", "No fixed abode"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
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
                            "host",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.circlemember",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="home_applications",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="home_application",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="release.provider",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "token"), name="home_application_made_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "family",
                                            "family_now",
                                            "social",
                                            "private",
                                            "owner",
                                            "supported",
                                            "rehab",
                                            "approved",
                                            "temporary",
                                            "shelter",
                                            "street",
                                            "none",
                                        ],
                                    )
                                ),
                                name="home_application_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="home_application_level_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeStep",
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
                                    ("drafted", "Being written"),
                                    ("sent", "Sent"),
                                    ("review", "In review"),
                                    ("viewing", "Viewing arranged"),
                                    ("offered", "Offered"),
                                    ("accepted", "Accepted, to be confirmed"),
                                    ("confirmed", "Confirmed"),
                                    ("arrived", "Moved in"),
                                    ("not_arrived", "Did not arrive"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("day", models.DateField(blank=True, null=True)),
                        ("at", models.TimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=20)),
                        ("note", models.TextField(blank=True)),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="release.homeapplication",
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "drafted",
                                            "sent",
                                            "review",
                                            "viewing",
                                            "offered",
                                            "accepted",
                                            "confirmed",
                                            "arrived",
                                            "not_arrived",
                                            "refused",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="home_step_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason", ""),
                                    ("state__in", ["not_arrived", "refused", "withdrawn"]),
                                    _negated=True,
                                ),
                                name="home_step_says_why",
                                violation_error_message="Say why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("day__isnull", True), ("state__in", ["viewing", "confirmed"]), _negated=True
                                ),
                                name="home_step_has_its_day",
                                violation_error_message="Enter the day.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LivingPlace",
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
                                    ("family", "With family or friends, to stay"),
                                    ("family_now", "With family or friends, for now"),
                                    ("social", "Renting from a council or housing association"),
                                    ("private", "Renting privately"),
                                    ("owner", "Their own home"),
                                    ("supported", "Supported housing"),
                                    ("rehab", "Residential rehab"),
                                    ("approved", "Approved premises"),
                                    ("temporary", "Temporary place after release"),
                                    ("shelter", "Night shelter or emergency hostel"),
                                    ("street", "Sleeping rough"),
                                    ("none", "No fixed abode"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("from_on", models.DateField()),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("moved", "Moved on to another home"),
                                    ("lost", "Lost the home"),
                                    ("inside", "Back in custody"),
                                    ("mistake", "Recorded by mistake"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("ended_words", models.CharField(blank=True, max_length=200)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="living_place",
                                to="release.homeapplication",
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
                                related_name="living_places",
                                to="people.person",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="release.provider",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-from_on", "-pk"],
                        "indexes": [models.Index(fields=["person", "from_on"], name="living_place_person_from")],
                        "constraints": [
                            models.UniqueConstraint(fields=("noted_by", "token"), name="living_place_noted_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "family",
                                            "family_now",
                                            "social",
                                            "private",
                                            "owner",
                                            "supported",
                                            "rehab",
                                            "approved",
                                            "temporary",
                                            "shelter",
                                            "street",
                                            "none",
                                        ],
                                    )
                                ),
                                name="living_place_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="living_place_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_because", ""),
                                        ("ended_by__isnull", True),
                                        ("to_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_because__in", ["moved", "lost", "inside", "mistake"]),
                                        ("ended_by__isnull", False),
                                        ("to_on__gte", models.F("from_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="living_place_ended_on_by_and_why",
                                violation_error_message="The day they left cannot be before the day they came.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LivingAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(max_length=200)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        (
                            "application",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="where",
                                to="release.homeapplication",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "place",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="where",
                                to="release.livingplace",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("application__isnull", False), ("place__isnull", True)),
                                    models.Q(("application__isnull", True), ("place__isnull", False)),
                                    _connector="OR",
                                ),
                                name="address_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("address", ""), _negated=True), name="address_says_where"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeCheck",
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
                        ("weeks", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("still", "Still there"),
                                    ("moved", "Moved on to another home"),
                                    ("lost", "Lost the home"),
                                    ("inside", "Back in custody"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                                related_name="home_check",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="release.livingplace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place", "weeks"],
                        "indexes": [models.Index(fields=["due_on"], name="home_check_due")],
                        "constraints": [
                            models.UniqueConstraint(fields=("place", "weeks"), name="home_check_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("answered_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("answer__in", ["still", "moved", "lost", "inside"]),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="home_check_answered_on_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseDay",
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
                        ("spell", models.PositiveSmallIntegerField(default=0)),
                        ("on", models.DateField()),
                        ("gate_from", models.TimeField(blank=True, null=True)),
                        ("gate_to", models.TimeField(blank=True, null=True)),
                        (
                            "gets_about",
                            models.CharField(
                                choices=[
                                    ("public", "By bus and train"),
                                    ("car", "By car: somebody drives them all day"),
                                    ("foot", "On foot"),
                                ],
                                default="public",
                                max_length=8,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "made_by",
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
                                related_name="release_days",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="release_day",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                        "indexes": [models.Index(fields=["on"], name="release_day_on")],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "spell"), name="release_day_once"),
                            models.CheckConstraint(
                                condition=models.Q(("gets_about__in", ["public", "car", "foot"])),
                                name="release_day_gets_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("gate_from__isnull", True), ("gate_to__isnull", True)),
                                    ("gate_to__gte", models.F("gate_from")),
                                    _connector="OR",
                                ),
                                name="release_day_gate_opens_before_it_closes",
                                violation_error_message="The latest time cannot be before the earliest.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateMeeting",
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
                            "met_by",
                            models.CharField(
                                choices=[
                                    ("worker", "One of us"),
                                    ("volunteer", "A volunteer"),
                                    ("family", "Family or a friend"),
                                    ("agency", "Another organisation"),
                                    ("nobody", "Nobody"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("declined", "They do not want to be met"),
                                    ("unsuitable", "It would not be safe or suitable"),
                                    ("taken", "The prison or somebody else takes them straight to a place"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "booking",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="at_gate",
                                to="casework.booking",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.circlemember",
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
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="release.releaseday",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("met_by__in", ["worker", "volunteer", "family", "agency", "nobody"])
                                ),
                                name="gate_meeting_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(models.Q(("met_by", "nobody"), _negated=True), ("reason", "")),
                                    models.Q(
                                        ("met_by", "nobody"),
                                        ("reason__in", ["declined", "unsuitable", "taken", "other"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="gate_meeting_or_why_not",
                                violation_error_message="Say why nobody meets them.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_by__in", ["worker", "volunteer"]), _negated=True),
                                    ("worker__isnull", False),
                                    _connector="OR",
                                ),
                                name="gate_meeting_has_a_worker",
                                violation_error_message="Say who of us meets them.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayStop",
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
                        ("thread", models.CharField(editable=False, max_length=12)),
                        ("on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("probation", "Probation"),
                                    ("housing", "Housing or the key to a room"),
                                    ("gp", "GP or clinic"),
                                    ("pharmacy", "Pharmacy"),
                                    ("jobcentre", "Jobcentre"),
                                    ("family", "Family"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=80)),
                        ("place", models.CharField(max_length=120)),
                        ("address", models.CharField(blank=True, max_length=200)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("at", models.TimeField(blank=True, null=True)),
                        ("opens", models.TimeField(blank=True, null=True)),
                        ("closes", models.TimeField(blank=True, null=True)),
                        ("is_mandatory", models.BooleanField(default=False)),
                        ("with_whom", models.CharField(blank=True, max_length=120)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_because", models.CharField(blank=True, max_length=200)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.circlemember",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="superseded_by",
                                to="release.daystop",
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="release.releaseday",
                            ),
                        ),
                        ("closes_again", models.TimeField(blank=True, null=True)),
                        ("opens_again", models.TimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("added_by", "token"), name="day_stop_added_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["probation", "housing", "gp", "pharmacy", "jobcentre", "family", "other"],
                                    )
                                ),
                                name="day_stop_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="day_stop_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__lte", 720)),
                                name="day_stop_within_the_day",
                                violation_error_message="How long it takes must be 12 hours or less.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                                    models.Q(("closes__isnull", False), ("opens__isnull", False)),
                                    _connector="OR",
                                ),
                                name="day_stop_both_hours",
                                violation_error_message="Give both when it opens and when it closes, or neither.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                                    _connector="OR",
                                ),
                                name="day_stop_lies_somewhere",
                                violation_error_message="Give both the latitude and the longitude, or neither.",
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
                                        ("cancelled_by__isnull", False),
                                        models.Q(("cancelled_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_stop_cancelled_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes_again__isnull", True), ("opens_again__isnull", True)),
                                    models.Q(
                                        ("closes__isnull", False),
                                        ("closes_again__isnull", False),
                                        ("opens_again__gt", models.F("closes")),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_stop_opens_again_after_a_break",
                                violation_error_message="After a break it opens later than it closed, and closes again.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("threads", models.JSONField(default=list)),
                        ("put_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "put_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="orders",
                                to="release.releaseday",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TypedWay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("here", models.CharField(max_length=160)),
                        ("there", models.CharField(max_length=160)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("public", "By bus and train"),
                                    ("car", "By car: somebody drives them all day"),
                                    ("foot", "On foot"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("keeps_clear", models.BooleanField(default=False)),
                        ("typed_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="typed_ways",
                                to="release.releaseday",
                            ),
                        ),
                        (
                            "typed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["public", "car", "foot"])), name="typed_way_mode_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__isnull", True), ("minutes__lte", 720), _connector="OR"),
                                name="typed_way_within_the_day",
                                violation_error_message="How long it takes must be 12 hours or less.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="typed_way_withdrawn_by_somebody",
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
                        ("places", models.PositiveSmallIntegerField()),
                        ("said_on", models.DateField()),
                        ("said_by", models.CharField(blank=True, max_length=80)),
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
                            "provider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="vacancies",
                                to="release.provider",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said_on", "pk"],
                        "indexes": [models.Index(fields=["provider", "-said_on", "-id"], name="vacancy_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="ZonesLookedAt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("because", models.CharField(max_length=400)),
                        ("plan", models.CharField(max_length=64)),
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
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="zones_looked_at",
                                to="release.releaseday",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("because", ""), _negated=True), name="zones_looked_at_says_how"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Driver",
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
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("notes", models.CharField(blank=True, max_length=200)),
                        ("minutes_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("paused_from", models.DateField(blank=True, null=True)),
                        ("paused_to", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="driver",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["user__name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paused_to__isnull", True),
                                    models.Q(
                                        ("paused_from__isnull", False), ("paused_to__gte", models.F("paused_from"))
                                    ),
                                    _connector="OR",
                                ),
                                name="driver_pause_ends_after_it_begins",
                                violation_error_message="The last day of the pause cannot be before its first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes_from__isnull", True), ("minutes_from__lte", 240), _connector="OR"
                                ),
                                name="driver_is_not_too_far",
                                violation_error_message="The way to where journeys begin must be 4 hours or less.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DriverHours",
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
                        (
                            "driver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="release.driver"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["weekday", "from_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__in", [0, 1, 2, 3, 4, 5, 6])),
                                name="driver_hours_weekday_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_at__gt", models.F("from_at"))),
                                name="driver_hours_end_after_they_begin",
                                violation_error_message="The end must be after the beginning.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyTurn",
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
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_back_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duty_turns",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["from_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("taken_back_at__isnull", True)),
                                fields=["to_on"],
                                name="duty_to_come",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))),
                                name="duty_ends_after_it_begins",
                                violation_error_message="The last day cannot be before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="duty_taken_back_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDriver",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "ref",
                            models.CharField(
                                db_index=True,
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("notes", models.CharField(blank=True, max_length=200)),
                        ("minutes_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("paused_from", models.DateField(blank=True, null=True)),
                        ("paused_to", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField(blank=True, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical driver",
                        "verbose_name_plural": "historical drivers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVehicle",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("words", models.CharField(max_length=60)),
                        ("seats", models.PositiveSmallIntegerField()),
                        ("registration", models.CharField(blank=True, max_length=12)),
                        ("takes_wheelchair", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "driver",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="release.driver",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical vehicle",
                        "verbose_name_plural": "historical vehicles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Journey",
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
                        ("thread", models.CharField(db_index=True, editable=False, max_length=12)),
                        ("on", models.DateField()),
                        ("from_place", models.CharField(max_length=120)),
                        ("from_address", models.CharField(blank=True, max_length=200)),
                        ("from_postcode", models.CharField(blank=True, max_length=10)),
                        ("from_latitude", models.FloatField(blank=True, null=True)),
                        ("from_longitude", models.FloatField(blank=True, null=True)),
                        ("to_place", models.CharField(max_length=120)),
                        ("to_address", models.CharField(blank=True, max_length=200)),
                        ("to_postcode", models.CharField(blank=True, max_length=10)),
                        ("to_latitude", models.FloatField(blank=True, null=True)),
                        ("to_longitude", models.FloatField(blank=True, null=True)),
                        ("leave_at", models.TimeField(blank=True, null=True)),
                        ("pick_up_at", models.TimeField()),
                        ("arrive_by", models.TimeField()),
                        ("passengers", models.PositiveSmallIntegerField(default=1)),
                        ("needs_wheelchair", models.BooleanField(default=False)),
                        ("notes", models.CharField(blank=True, max_length=200)),
                        ("way", models.CharField(blank=True, max_length=200)),
                        ("ring", models.CharField(blank=True, max_length=20)),
                        ("other_driver", models.CharField(blank=True, max_length=120)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("changed_because", models.CharField(blank=True, max_length=200)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_because", models.CharField(blank=True, max_length=200)),
                        (
                            "arranged",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="journey",
                                to="record.entry",
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
                            "driving",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="driven",
                                to="programmes.promise",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="journeys", to="people.person"
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="journey",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "release_day",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="journeys",
                                to="release.releaseday",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="superseded_by",
                                to="release.journey",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pick_up_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at__isnull", True)),
                                fields=["on", "person"],
                                name="journey_to_come",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "token"), name="journey_made_once"),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="journey_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("leave_at__isnull", True),
                                    ("leave_at__lte", models.F("pick_up_at")),
                                    _connector="OR",
                                ),
                                name="journey_leaves_before_pick_up",
                                violation_error_message="The driver must set off before the pick-up.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("passengers__gte", 1), ("passengers__lte", 16)),
                                name="journey_takes_somebody",
                                violation_error_message="Seats that are needed: between 1 and 16.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("from_latitude__isnull", True), ("from_longitude__isnull", True)),
                                    models.Q(
                                        ("from_latitude__range", (-90, 90)), ("from_longitude__range", (-180, 180))
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_begins_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("to_latitude__isnull", True), ("to_longitude__isnull", True)),
                                    models.Q(("to_latitude__range", (-90, 90)), ("to_longitude__range", (-180, 180))),
                                    _connector="OR",
                                ),
                                name="journey_ends_somewhere",
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
                                        ("cancelled_by__isnull", False),
                                        models.Q(("cancelled_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_cancelled_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("arrive_by", models.F("pick_up_at")), _negated=True),
                                name="journey_takes_time",
                                violation_error_message="They must arrive after they are picked up.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alarm",
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
                            "waits_for",
                            models.CharField(
                                choices=[
                                    ("left", "That the driver set off"),
                                    ("picked_up", "That they were picked up"),
                                    ("arrived", "That they arrived safely"),
                                    ("met", "That they were met at the gate"),
                                    ("not_there", "They were not there to be picked up"),
                                    ("problem", "Something is wrong on the way"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("raised_at", models.DateTimeField()),
                        ("worse_at", models.DateTimeField(blank=True, null=True)),
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
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "found",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reported", "Word came"),
                                    ("changed", "The journey or the day was changed or called off"),
                                    ("safe", "They arrived safely"),
                                    ("elsewhere", "They are somewhere else, and safe"),
                                    ("not-found", "Nobody knows where they are"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=240)),
                        (
                            "day",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alarms",
                                to="release.releaseday",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="alarms", to="people.person"
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alarms",
                                to="release.journey",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)), fields=["since"], name="alarm_open"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("journey",),
                                name="alarm_of_journey",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)), fields=("day",), name="alarm_of_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("day__isnull", False), ("journey__isnull", True)),
                                    models.Q(("day__isnull", True), ("journey__isnull", False)),
                                    _connector="OR",
                                ),
                                name="alarm_of_a_journey_or_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("waits_for__in", ["left", "picked_up", "arrived", "met", "not_there", "problem"])
                                ),
                                name="alarm_waits_for_known",
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
                                name="alarm_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("found", ""),
                                        ("words", ""),
                                    ),
                                    models.Q(("ended_at__isnull", False), ("found__in", ["reported", "changed"])),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("found__in", ("safe", "elsewhere", "not-found")),
                                    ),
                                    _connector="OR",
                                ),
                                name="alarm_ends_with_what_was_found",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyAsk",
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
                        ("asked_at", models.DateTimeField(auto_now_add=True)),
                        ("said_before", models.BooleanField(default=False)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not answered yet"), ("accepted", "Said yes"), ("declined", "Said no")],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Open"),
                                    ("declined", "Said no"),
                                    ("settled", "Somebody else drives"),
                                    ("swapped", "Handed to somebody else"),
                                    ("given-back", "Cannot drive after all"),
                                    ("let-go", "No longer asked"),
                                    ("changed", "The journey was changed"),
                                    ("called-off", "Called off"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "driver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="release.driver"
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
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="asks", to="release.journey"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["driver"],
                                name="journey_ask_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("journey", "driver"),
                                name="journey_asked_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    models.Q(("answer", "accepted"), ("said_before", True), _connector="OR"),
                                ),
                                fields=("journey",),
                                name="journey_one_driver",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["", "accepted", "declined"])),
                                name="journey_answer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_answered_at_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", ""), ("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(
                                        models.Q(("ended", ""), _negated=True),
                                        (
                                            "ended__in",
                                            [
                                                "",
                                                "declined",
                                                "settled",
                                                "swapped",
                                                "given-back",
                                                "let-go",
                                                "changed",
                                                "called-off",
                                            ],
                                        ),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_ask_ended_at_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer", "declined"), ("ended", ""), _negated=True),
                                name="journey_no_is_the_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyReport",
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
                                    ("left", "Set off"),
                                    ("picked_up", "Picked up"),
                                    ("arrived", "Arrived safely"),
                                    ("not_there", "Nobody was there"),
                                    ("problem", "Something is wrong"),
                                    ("taken_back", "Taken back"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("token", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="journey_report",
                                to="record.entry",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="release.journey",
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
                        (
                            "takes_back",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="taken_back_by",
                                to="release.journeyreport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["left", "picked_up", "arrived", "not_there", "problem", "taken_back"])
                                ),
                                name="journey_report_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("kind", "taken_back"), _negated=True), ("takes_back__isnull", True)
                                    ),
                                    models.Q(
                                        ("kind", "taken_back"),
                                        ("takes_back__isnull", False),
                                        models.Q(("words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_report_taken_back_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedRelease",
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
                        ("was", models.DateField(blank=True, null=True)),
                        ("becomes", models.DateField(blank=True, null=True)),
                        ("batch", models.UUIDField()),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "date",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.custodydate",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moved_releases",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "batch", "person"), name="moved_release_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedThing",
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
                        ("kind", models.CharField(max_length=12)),
                        ("effect", models.CharField(max_length=12)),
                        ("title", models.CharField(max_length=200)),
                        ("done", models.CharField(blank=True, max_length=200)),
                        ("whom", models.CharField(blank=True, max_length=120)),
                        ("phone", models.CharField(blank=True, max_length=20)),
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
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="release.homeapplication",
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
                            "move",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="things",
                                to="release.movedrelease",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="moved_thing",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="release.daystop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
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
                                name="moved_thing_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="moved_thing_says_what"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotSeen",
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
                        ("on", models.DateField()),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("declined", "They declined"),
                                    ("returned", "They are back in custody"),
                                    ("moved", "They moved away"),
                                    ("died", "They died"),
                                    ("taken_back", "Said by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="not_seen", to="people.person"
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
                        "verbose_name_plural": "not seen",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["person", "on"], name="not_seen_person_on")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason__in", ["declined", "returned", "moved", "died", "taken_back"])
                                ),
                                name="not_seen_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="not_seen_level_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StopOutcome",
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
                            "became",
                            models.CharField(
                                choices=[
                                    ("kept", "Kept"),
                                    ("late", "Kept, late"),
                                    ("missed", "Missed"),
                                    ("called_off", "Called off by them"),
                                    ("taken_back", "Said by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("acceptable", "They had a good reason"),
                                    ("not_acceptable", "They chose not to, or we don’t know"),
                                    ("logistics", "Something on our side or the prison’s"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
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
                            "promise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="stop_outcomes",
                                to="programmes.promise",
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
                        (
                            "stop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="release.daystop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("became__in", ["kept", "late", "missed", "called_off", "taken_back"])
                                ),
                                name="stop_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("became", "missed"), ("why__in", ["acceptable", "not_acceptable", "logistics"])
                                    ),
                                    models.Q(models.Q(("became", "missed"), _negated=True), ("why", "")),
                                    _connector="OR",
                                ),
                                name="stop_outcome_missed_and_why",
                                violation_error_message="Say why it was missed.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vehicle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(max_length=60)),
                        ("seats", models.PositiveSmallIntegerField()),
                        ("registration", models.CharField(blank=True, max_length=12)),
                        ("takes_wheelchair", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "driver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="vehicles",
                                to="release.driver",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1), ("seats__lte", 16)),
                                name="vehicle_seats_somebody",
                                violation_error_message="Seats for passengers: between 1 and 16.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="vehicle_has_words"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlarmTaken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("let_go_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="taken", to="release.alarm"
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
                        "ordering": ["at", "pk"],
                        "indexes": [models.Index(fields=["alarm", "until"], name="alarm_taken_until")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("at"))), name="alarm_taken_for_a_while"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlarmTold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("whom", models.CharField(max_length=20)),
                        ("told_at", models.DateTimeField()),
                        ("by_mail", models.BooleanField(default=False)),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="told", to="release.alarm"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["told_at", "pk"],
                        "indexes": [models.Index(fields=["user", "told_at"], name="alarm_told_user")],
                        "constraints": [
                            models.UniqueConstraint(fields=("alarm", "user"), name="told_once_of_an_alarm")
                        ],
                    },
                ),
            ],
        ),
    ]
