import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables
import throughgate.people.models.importing


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_caseloadimport_consent_contactrestriction_and_more"),
        ("people", "0003_parole_hearings"),
        ("people", "0004_custody_complete"),
        ("people", "0005_who_said_it"),
        ("people", "0006_caseloadimport_rows_alone"),
        ("people", "0007_ends_of_restrictions"),
    ]

    initial = True

    dependencies = [
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="HistoricalPerson",
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
                        ("given_name", models.CharField(max_length=80)),
                        ("family_name", models.CharField(max_length=80)),
                        ("preferred_name", models.CharField(blank=True, max_length=80)),
                        ("born_on", models.DateField(blank=True, null=True)),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("man", "Man"),
                                    ("woman", "Woman"),
                                    ("non_binary", "Non-binary"),
                                    ("not_said", "Prefers not to say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("first_language", models.CharField(blank=True, max_length=40)),
                        ("access_needs", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(blank=True, editable=False)),
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
                            "created_by",
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
                            "site",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="sites.site",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical person",
                        "verbose_name_plural": "historical people",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Person",
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
                        ("given_name", models.CharField(max_length=80)),
                        ("family_name", models.CharField(max_length=80)),
                        ("preferred_name", models.CharField(blank=True, max_length=80)),
                        ("born_on", models.DateField(blank=True, null=True)),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("man", "Man"),
                                    ("woman", "Woman"),
                                    ("non_binary", "Non-binary"),
                                    ("not_said", "Prefers not to say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("first_language", models.CharField(blank=True, max_length=40)),
                        ("access_needs", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="sites.site"
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merged_from",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "people",
                        "ordering": ["family_name", "given_name"],
                        "indexes": [
                            models.Index(fields=["site", "family_name"], name="person_site_name"),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="person_merged_into",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LicenceCondition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("wording", models.TextField()),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("to_on", models.DateField(blank=True, null=True)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="licence_conditions",
                                to="people.person",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
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
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("place_away", "A place to keep away from"),
                                    ("place_within", "A place to stay within"),
                                    ("person", "Somebody they may not contact"),
                                    ("children", "Contact with children"),
                                    ("residence", "Where they live"),
                                    ("curfew", "Curfew or tag"),
                                    ("reporting", "Reporting and appointments"),
                                    ("testing", "Drug or alcohol testing"),
                                    ("work", "Work and volunteering"),
                                    ("internet", "Internet and devices"),
                                    ("travel", "Travel and passport"),
                                    ("programme", "A programme or treatment"),
                                    ("other", "Something else"),
                                ],
                                default="other",
                                max_length=12,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="people.licencecondition",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    ("from_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="licence_condition_ends_after_start",
                                violation_error_message="The day it ends cannot be before the day it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "place_away",
                                            "place_within",
                                            "person",
                                            "children",
                                            "residence",
                                            "curfew",
                                            "reporting",
                                            "testing",
                                            "work",
                                            "internet",
                                            "travel",
                                            "programme",
                                            "other",
                                        ],
                                    )
                                ),
                                name="licence_condition_kind_known",
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
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="licence_condition_ended_at_by_and_why",
                            ),
                            models.UniqueConstraint(fields=("added_by", "token"), name="licence_condition_added_once"),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["", "confirmed", "expected", "unsure"])),
                                name="licence_condition_confidence_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Identifier",
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
                                    ("prison_number", "Prison number"),
                                    ("crn", "CRN (probation)"),
                                    ("pnc", "PNC"),
                                    ("cro", "CRO"),
                                    ("nhs", "NHS number"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("value", models.CharField(db_index=True, max_length=20)),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                        (
                            "added_by",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identifiers",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "-added_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("kind", "value"),
                                name="identifier_held_by_one_person",
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
                                name="identifier_withdrawn_at_by_and_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["prison_number", "crn", "pnc", "cro", "nhs"])),
                                name="identifier_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustodyMove",
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
                                    ("received", "Came into custody"),
                                    ("transferred", "Moved prison"),
                                    ("released", "Released"),
                                    ("recalled", "Recalled to custody"),
                                    ("returned", "Returned on a new sentence"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sites.site",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="people.person"
                            ),
                        ),
                        (
                            "recall",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("14", "Fixed term, 14 days"),
                                    ("28", "Fixed term, 28 days"),
                                    ("56", "Fixed term, 56 days"),
                                    ("standard", "Standard: until the Parole Board or the Secretary of State decides"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                max_length=12,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.CharField(blank=True, max_length=200)),
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
                        "ordering": ["on", "pk"],
                        "indexes": [models.Index(fields=["kind", "on"], name="custody_move_kind_on")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["received", "transferred", "released", "recalled", "returned"])
                                ),
                                name="move_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "released"), ("site__isnull", False), _connector="OR"),
                                name="move_into_custody_names_prison",
                                violation_error_message="Choose the prison they came to.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recall", ""),
                                    models.Q(("kind", "recalled"), ("recall__in", ["14", "28", "56", "standard"])),
                                    _connector="OR",
                                ),
                                name="move_term_of_recall_only",
                                violation_error_message="Only a recall is for a term.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["", "confirmed", "expected", "unsure"])),
                                name="move_confidence_known",
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
                                name="move_withdrawn_at_by_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustodyDate",
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
                                    ("confirmed_release", "Confirmed release"),
                                    ("parole_release", "Release on parole"),
                                    ("hdc_release", "Release on home detention curfew (HDC)"),
                                    ("recall_release", "Release after recall"),
                                    ("crd", "Conditional release date (CRD)"),
                                    ("ard", "Automatic release date (ARD)"),
                                    ("hdc_eligible", "May be released on HDC from (HDCED)"),
                                    ("parole_eligible", "May be released on parole from (PED)"),
                                    ("tariff_end", "Tariff ends (life and IPP)"),
                                    ("parole_hearing", "Parole hearing"),
                                    ("licence_end", "Licence ends"),
                                    ("supervision_end", "Supervision after the sentence ends"),
                                    ("sentence_end", "Sentence ends"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(max_length=80)),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                default="expected",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                                related_name="custody_dates",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "-noted_at", "-pk"],
                        "indexes": [models.Index(fields=["kind", "on"], name="custody_date_kind_on")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["confirmed", "expected", "unsure"])),
                                name="custody_date_confidence_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "kind"),
                                name="one_current_date_per_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "confirmed_release",
                                            "parole_release",
                                            "hdc_release",
                                            "recall_release",
                                            "crd",
                                            "ard",
                                            "hdc_eligible",
                                            "parole_eligible",
                                            "tariff_end",
                                            "parole_hearing",
                                            "licence_end",
                                            "supervision_end",
                                            "sentence_end",
                                        ],
                                    )
                                ),
                                name="custody_date_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CircleMember",
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
                                    ("partner", "Partner"),
                                    ("parent", "Parent"),
                                    ("child", "Child"),
                                    ("family", "Family"),
                                    ("friend", "Friend"),
                                    ("pom", "Prison offender manager (POM)"),
                                    ("com", "Community offender manager (COM)"),
                                    ("key_worker", "Key worker"),
                                    ("sponsor", "Sponsor"),
                                    ("chaplain", "Chaplain"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("relation", models.CharField(blank=True, max_length=80)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="circle", to="people.person"
                            ),
                        ),
                        ("is_emergency", models.BooleanField(default=False)),
                        ("organisation", models.CharField(blank=True, max_length=80)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["kind", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "partner",
                                            "parent",
                                            "child",
                                            "family",
                                            "friend",
                                            "pom",
                                            "com",
                                            "key_worker",
                                            "sponsor",
                                            "chaplain",
                                            "other",
                                        ],
                                    )
                                ),
                                name="circle_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                                ),
                                name="circle_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("caseworker", "Caseworker"),
                                    ("counsellor", "Counsellor"),
                                    ("mentor", "Mentor"),
                                    ("peer_advisor", "Peer advisor"),
                                    ("family_practitioner", "Family practitioner"),
                                    ("driver", "Driver"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
                        ("support_ended", models.BooleanField(default=False)),
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
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="people.person",
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
                    ],
                    options={
                        "ordering": ["-from_on", "pk"],
                        "indexes": [models.Index(fields=["worker", "to_on", "person"], name="assignment_caseload")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "caseworker",
                                            "counsellor",
                                            "mentor",
                                            "peer_advisor",
                                            "family_practitioner",
                                            "driver",
                                        ],
                                    )
                                ),
                                name="assignment_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                                ),
                                name="assignment_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("person", "worker", "role"),
                                name="assigned_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("support_ended", False), ("to_on__isnull", False), _connector="OR"),
                                name="assignment_support_ended_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("covers__isnull", True), ("to_on__isnull", False), _connector="OR"),
                                name="assignment_cover_has_last_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(db_index=True, max_length=40)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="search_words",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("word", "person"), name="search_word_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Sentence",
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
                                    ("determinate", "Determinate"),
                                    ("extended", "Extended"),
                                    ("life", "Life"),
                                    ("ipp", "IPP"),
                                    ("recall", "Recall"),
                                    ("remand", "On remand"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sentences",
                                to="people.person",
                            ),
                        ),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        ("stopped_because", models.CharField(blank=True, max_length=200)),
                        (
                            "stopped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("stopped_on", models.DateField(blank=True, null=True)),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                max_length=12,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("token", models.UUIDField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-started_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["determinate", "extended", "life", "ipp", "recall", "remand"])
                                ),
                                name="sentence_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="sentence_ends_after_start",
                                violation_error_message="The day it ends cannot be before the day it began.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("stopped_at__isnull", True),
                                        ("stopped_because", ""),
                                        ("stopped_by__isnull", True),
                                        ("stopped_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("stopped_at__isnull", False),
                                        ("stopped_by__isnull", False),
                                        ("stopped_on__isnull", False),
                                        models.Q(("stopped_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="sentence_stopped_at_by_and_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["", "confirmed", "expected", "unsure"])),
                                name="sentence_confidence_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token__isnull", False)),
                                fields=("added_by", "token"),
                                name="sentence_once_for_each_form",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseloadImport",
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
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=120,
                                upload_to=throughgate.people.models.importing.place_of_import,
                            ),
                        ),
                        ("file_kind", models.CharField(choices=[("csv", "CSV"), ("xlsx", "Excel")], max_length=4)),
                        ("size", models.PositiveBigIntegerField()),
                        ("headers", models.JSONField(default=list)),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Columns to choose"),
                                    ("checking", "Being checked"),
                                    ("checked", "Checked, nothing added yet"),
                                    ("importing", "Being added"),
                                    ("done", "Added"),
                                    ("failed", "Could not be read or added"),
                                    ("undone", "Taken back"),
                                    ("expired", "File deleted before it was added"),
                                ],
                                default="uploaded",
                                max_length=10,
                            ),
                        ),
                        ("attempt", models.PositiveIntegerField(default=0)),
                        ("progress", models.PositiveSmallIntegerField(default=0)),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("rows_ok", models.PositiveIntegerField(default=0)),
                        ("rows_warned", models.PositiveIntegerField(default=0)),
                        ("rows_wrong", models.PositiveIntegerField(default=0)),
                        ("problems", models.JSONField(blank=True, default=list)),
                        ("sample", models.JSONField(blank=True, default=list)),
                        ("problem", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("written", models.JSONField(blank=True, default=dict)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "default_site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sites.site",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("rows_alone", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "uploaded",
                                            "checking",
                                            "checked",
                                            "importing",
                                            "done",
                                            "failed",
                                            "undone",
                                            "expired",
                                        ],
                                    )
                                ),
                                name="import_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("file_kind__in", ["csv", "xlsx"])), name="import_file_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("progress__lte", 100)), name="import_progress_per_cent"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(
                                        ("file", ""), ("finished_at__isnull", False), ("problems", []), ("sample", [])
                                    ),
                                    _connector="OR",
                                ),
                                name="import_done_keeps_no_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recipient_kind", models.SlugField(db_index=False, max_length=40)),
                        ("recipient_name", models.CharField(blank=True, max_length=120)),
                        ("recipient_key", models.CharField(max_length=180)),
                        ("purpose", models.SlugField(db_index=False, max_length=40)),
                        ("scope", models.SlugField(db_index=False, max_length=40)),
                        (
                            "decision",
                            models.CharField(
                                choices=[("yes", "Yes"), ("ask", "Ask me each time"), ("no", "No")], max_length=4
                            ),
                        ),
                        ("given_on", models.DateField()),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("spoken", "They told me, face to face"),
                                    ("phone", "They told me, by phone or video"),
                                    ("signed", "Signed on paper"),
                                    ("written", "In a letter or message"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("witness", models.CharField(blank=True, max_length=120)),
                        ("until", models.DateField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True, choices=[("withdrawn", "Withdrawn"), ("replaced", "Changed")], max_length=10
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("spoken", "They told me, face to face"),
                                    ("phone", "They told me, by phone or video"),
                                    ("signed", "Signed on paper"),
                                    ("written", "In a letter or message"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("ended_words", models.CharField(blank=True, max_length=300)),
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="people.circlemember",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recipient_key", "purpose", "scope", "-written_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("decision__in", ["yes", "ask", "no"])),
                                name="consent_decision_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["spoken", "phone", "signed", "written"])),
                                name="consent_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("member__isnull", False), ("recipient_kind", "circle")),
                                    models.Q(
                                        models.Q(("recipient_kind", "circle"), _negated=True), ("member__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_circle_has_member",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("given_on")), _connector="OR"
                                ),
                                name="consent_ends_after_start",
                                violation_error_message="The last day cannot be before the day it was given.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("ended_how", ""),
                                        ("ended_words", ""),
                                        ("ending", ""),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("ending__in", ["withdrawn", "replaced"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_ended_at_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("person", "recipient_key", "purpose", "scope"),
                                name="consent_holds_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactRestriction",
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
                                    ("no_contact", "No contact with somebody"),
                                    ("banned", "Somebody is banned from visiting"),
                                    ("child_contact", "Contact with children"),
                                    ("closed_visits", "Closed visits"),
                                    ("licence_person", "Licence condition about a person"),
                                    ("licence_place", "Licence condition about a place"),
                                    ("licence_within", "Licence condition to stay within a place"),
                                    ("curfew", "Curfew"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("licence", "The licence"),
                                    ("prison", "The prison"),
                                    ("court", "A court order"),
                                    ("children", "Children’s services"),
                                    ("police", "The police or MAPPA"),
                                    ("wish", "The person’s own wish"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
                        ("other_name", models.CharField(blank=True, max_length=120)),
                        (
                            "reach",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("any", "Direct or indirect: no messages passed on either"),
                                    ("direct", "Direct only: they may not meet or speak"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "child_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No contact at all"),
                                    ("letters", "Letters and cards only"),
                                    ("calls", "Letters and calls, no meeting"),
                                    ("supervised", "Only with somebody supervising"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("all_children", models.BooleanField(default=False)),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("town", models.CharField(blank=True, max_length=60)),
                        ("postcode_areas", models.CharField(blank=True, max_length=60)),
                        ("curfew_from", models.TimeField(blank=True, null=True)),
                        ("curfew_to", models.TimeField(blank=True, null=True)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Everybody who books for this person (usual)"),
                                    (
                                        "sensitive",
                                        "Only their own workers and managers; others are told that something bars it",
                                    ),
                                ],
                                default=throughgate.access.policy.Sensitivity["STANDARD"],
                                max_length=12,
                            ),
                        ),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("reviewed_on", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "condition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restrictions",
                                to="people.licencecondition",
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restrictions",
                                to="people.circlemember",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="restrictions",
                                to="people.person",
                            ),
                        ),
                        (
                            "reviewed_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sites.site",
                            ),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("middle", models.CharField(blank=True, max_length=40)),
                        ("radius_km", models.FloatField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["kind", "pk"],
                        "indexes": [models.Index(fields=["person", "from_on"], name="restriction_person_from")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source__in", ["licence", "prison", "court", "children", "police", "wish"])
                                ),
                                name="restriction_source_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sensitivity__in", ["standard", "sensitive"])),
                                name="restriction_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                                ),
                                name="restriction_ends_after_start",
                                violation_error_message="The last day cannot be before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["no_contact", "banned", "licence_person"]), _negated=True),
                                    ("member__isnull", False),
                                    models.Q(("other_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="restriction_names_somebody",
                                violation_error_message="Say who it is about.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["no_contact", "licence_person"]), ("reach__in", ["any", "direct"])
                                    ),
                                    models.Q(
                                        models.Q(("kind__in", ["no_contact", "licence_person"]), _negated=True),
                                        ("reach", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_reach_where_no_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("child_level", ""), ("kind", "child_contact"), _negated=True),
                                    models.Q(
                                        models.Q(
                                            ("child_level__in", ["none", "letters", "calls", "supervised"]),
                                            ("kind", "child_contact"),
                                        ),
                                        models.Q(("all_children", False), ("child_level", "")),
                                        _connector="OR",
                                    ),
                                ),
                                name="restriction_child_level",
                                violation_error_message="Say what contact with the child is allowed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "child_contact"), _negated=True),
                                    ("all_children", True),
                                    ("member__isnull", False),
                                    models.Q(("other_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="restriction_says_which_child",
                                violation_error_message="Say which child, or all children.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "curfew"), _negated=True),
                                    models.Q(("curfew_from__isnull", False), ("curfew_to__isnull", False)),
                                    _connector="OR",
                                ),
                                name="restriction_curfew_has_hours",
                                violation_error_message="Enter both hours of the curfew.",
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
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_ended_at_by_and_why",
                            ),
                            models.UniqueConstraint(fields=("added_by", "token"), name="restriction_added_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "no_contact",
                                            "banned",
                                            "child_contact",
                                            "closed_visits",
                                            "licence_person",
                                            "licence_place",
                                            "licence_within",
                                            "curfew",
                                        ],
                                    )
                                ),
                                name="restriction_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["licence_place", "licence_within"]),
                                    ("middle", ""),
                                    ("place", ""),
                                    ("postcode_areas", ""),
                                    ("town", ""),
                                    _negated=True,
                                ),
                                name="restriction_says_where",
                                violation_error_message="Say which place, town or postcode areas.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("latitude__isnull", True),
                                        ("longitude__isnull", True),
                                        ("middle", ""),
                                        ("radius_km__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind__in", ["licence_place", "licence_within"]),
                                        ("radius_km__gt", 0),
                                        ("radius_km__lte", 100),
                                        ("latitude__gte", -90),
                                        ("latitude__lte", 90),
                                        ("longitude__gte", -180),
                                        ("longitude__lte", 180),
                                        ("latitude__isnull", False),
                                        ("longitude__isnull", False),
                                        ("radius_km__isnull", False),
                                        models.Q(("middle", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_zone_has_middle_and_radius",
                                violation_error_message="A zone has a middle and a distance around it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("found", models.PositiveIntegerField(default=0)),
                        (
                            "asked_by",
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
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCircleMember",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("partner", "Partner"),
                                    ("parent", "Parent"),
                                    ("child", "Child"),
                                    ("family", "Family"),
                                    ("friend", "Friend"),
                                    ("pom", "Prison offender manager (POM)"),
                                    ("com", "Community offender manager (COM)"),
                                    ("key_worker", "Key worker"),
                                    ("sponsor", "Sponsor"),
                                    ("chaplain", "Chaplain"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("relation", models.CharField(blank=True, max_length=80)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("organisation", models.CharField(blank=True, max_length=80)),
                        ("is_emergency", models.BooleanField(default=False)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField(blank=True, null=True)),
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
                    ],
                    options={
                        "verbose_name": "historical circle member",
                        "verbose_name_plural": "historical circle members",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ImportedPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        (
                            "caseload_import",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="people.caseloadimport",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="imported", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["row"],
                        "constraints": [
                            models.UniqueConstraint(fields=("caseload_import", "row"), name="imported_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LawfulBasis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.SlugField(db_index=False, max_length=40)),
                        ("article_6", models.SlugField(db_index=False, max_length=40)),
                        ("article_9", models.SlugField(blank=True, db_index=False, max_length=40)),
                        ("schedule_1", models.SlugField(blank=True, db_index=False, max_length=40)),
                        ("why", models.CharField(max_length=300)),
                        ("set_at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lawful_bases",
                                to="people.person",
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
                        "ordering": ["purpose", "-set_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "purpose"),
                                name="lawful_basis_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
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
                        ("why", models.CharField(max_length=200)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_because", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "gone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merges_away",
                                to="people.person",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="people.person"
                            ),
                        ),
                        (
                            "undone_by",
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
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True), name="merge_says_why"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("gone",),
                                name="merged_away_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("undone_at__isnull", True), ("undone_because", ""), ("undone_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("undone_at__isnull", False),
                                        ("undone_by__isnull", False),
                                        models.Q(("undone_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_undone_at_by_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("model", models.CharField(max_length=60)),
                        ("row_id", models.BigIntegerField()),
                        ("moved", models.BooleanField()),
                        ("changes", models.JSONField(default=dict)),
                        (
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="people.merge"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("merge", "model", "row_id"), name="merged_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationBasis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.SlugField(db_index=False, max_length=40)),
                        ("article_6", models.SlugField(db_index=False, max_length=40)),
                        ("article_9", models.SlugField(blank=True, db_index=False, max_length=40)),
                        ("schedule_1", models.SlugField(blank=True, db_index=False, max_length=40)),
                        ("why", models.CharField(max_length=300)),
                        ("set_at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                        "ordering": ["purpose", "-set_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("purpose",),
                                name="organisation_basis_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PossibleDuplicate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "likeness",
                            models.CharField(
                                choices=[
                                    ("same", "Almost certainly the same person"),
                                    ("likely", "May be the same person"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("weight", models.FloatField()),
                        ("reasons", models.JSONField(default=list)),
                        ("found_at", models.DateTimeField(auto_now=True)),
                        ("different_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "different_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-weight", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))), name="possible_duplicate_in_order"
                            ),
                            models.UniqueConstraint(fields=("one", "other"), name="possible_duplicate_once"),
                            models.CheckConstraint(
                                condition=models.Q(("likeness__in", ["same", "likely"])),
                                name="possible_duplicate_likeness_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("different_at__isnull", True), ("different_by__isnull", True)),
                                    models.Q(("different_at__isnull", False), ("different_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="possible_duplicate_different_at_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictionOverride",
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
                                    ("override", "A manager allowed it"),
                                    ("answer", "A doubt was answered"),
                                    ("explained", "It had happened already"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(max_length=400)),
                        ("booked", models.CharField(max_length=200)),
                        ("booked_on", models.DateField()),
                        ("booked_ref", models.CharField(blank=True, db_index=True, max_length=12)),
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
                            "restriction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="overrides",
                                to="people.contactrestriction",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["override", "answer", "explained"])),
                                name="override_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="override_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictionReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        (
                            "restriction",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="why",
                                to="people.contactrestriction",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ParoleHearing",
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
                                choices=[("paper", "On the papers"), ("oral", "Oral hearing")], max_length=8
                            ),
                        ),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="hearings", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["paper", "oral"])), name="hearing_kind_known"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HearingStep",
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
                                    ("listed", "Listed"),
                                    ("deferred", "Deferred"),
                                    ("decided", "Decided"),
                                    ("cancelled", "Not going ahead"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField(blank=True, null=True)),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("release", "Release directed"),
                                    ("no_release", "No release"),
                                    ("open", "No release; a move to open conditions advised"),
                                    ("oral", "Sent on to an oral hearing"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("source", models.CharField(max_length=80)),
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
                            "hearing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="people.parolehearing",
                            ),
                        ),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["listed", "deferred", "decided", "cancelled"])),
                                name="hearing_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("result__in", ["release", "no_release", "open", "oral"]), ("state", "decided")
                                    ),
                                    models.Q(models.Q(("state", "decided"), _negated=True), ("result", "")),
                                    _connector="OR",
                                ),
                                name="hearing_decided_has_result",
                                violation_error_message="Choose what was decided.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("on__isnull", False), ("state__in", ["deferred", "cancelled"]), _connector="OR"
                                ),
                                name="hearing_has_its_day",
                                violation_error_message="Enter the day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("because", ""), ("state__in", ["deferred", "cancelled"]), _negated=True
                                ),
                                name="hearing_put_off_has_reason",
                                violation_error_message="Say why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["", "confirmed", "expected", "unsure"])),
                                name="hearing_confidence_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HdcStep",
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
                                    ("eligible", "May be considered"),
                                    ("address", "Address put forward"),
                                    ("assessed", "Address being looked at"),
                                    ("postponed", "Put off"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("declined", "They do not want it"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("day", models.DateField(blank=True, null=True)),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("source", models.CharField(max_length=80)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hdc_steps",
                                to="people.person",
                            ),
                        ),
                        (
                            "confidence",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "Confirmed"), ("expected", "Expected"), ("unsure", "Not sure")],
                                max_length=12,
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
                                            "eligible",
                                            "address",
                                            "assessed",
                                            "postponed",
                                            "granted",
                                            "refused",
                                            "declined",
                                        ],
                                    )
                                ),
                                name="hdc_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "granted"), _negated=True),
                                    ("day__isnull", False),
                                    _connector="OR",
                                ),
                                name="hdc_granted_has_its_day",
                                violation_error_message="Enter the day of release.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("because", ""), ("state__in", ["postponed", "refused"]), _negated=True
                                ),
                                name="hdc_refused_has_reason",
                                violation_error_message="Say why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("day__isnull", True),
                                    ("state__in", ["eligible", "postponed", "granted"]),
                                    _connector="OR",
                                ),
                                name="hdc_day_where_it_has_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["", "confirmed", "expected", "unsure"])),
                                name="hdc_confidence_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictionEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("proof", models.CharField(max_length=200)),
                        ("office", models.CharField(max_length=120)),
                        ("seen_by", models.CharField(max_length=120)),
                        ("early_because", models.CharField(blank=True, max_length=200)),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "restriction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="said_ends",
                                to="people.contactrestriction",
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
                            "taken_back_by",
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
                        "ordering": ["said_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proof", ""), _negated=True),
                                    models.Q(("office", ""), _negated=True),
                                    models.Q(("seen_by", ""), _negated=True),
                                ),
                                name="restriction_end_says_by_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="restriction_end_confirmed_at_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="restriction_end_taken_back_at_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("taken_back_at__isnull", True)),
                                fields=("restriction",),
                                name="restriction_end_said_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
