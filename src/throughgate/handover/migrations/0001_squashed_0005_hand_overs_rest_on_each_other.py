import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [
        ("handover", "0001_initial"),
        ("handover", "0002_initial"),
        ("handover", "0003_handed_follow_ups_are_promises"),
        ("handover", "0004_handedpromise_of_a_promise"),
        ("handover", "0005_hand_overs_rest_on_each_other"),
    ]

    initial = True

    dependencies = [
        ("casework", "0006_follow_ups_become_promises"),
        ("people", "0002_caseloadimport_consent_contactrestriction_and_more"),
        ("programmes", "0002_commitment_sensitivity_commitment_worker_and_more"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="HandOver",
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
                            "why",
                            models.CharField(
                                choices=[
                                    ("leaves", "The worker is leaving us"),
                                    ("away", "The worker will be away for long"),
                                    ("moved", "The person moved"),
                                    ("change", "A change of worker"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
                        ("from_on", models.DateField(blank=True, null=True)),
                        ("together_from", models.DateField(blank=True, null=True)),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "told_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face", "Face to face"),
                                    ("phone", "By phone"),
                                    ("letter", "By letter, and they answered"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("met_on", models.DateField(blank=True, null=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_because", models.CharField(blank=True, max_length=200)),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="hand_over",
                                to="record.entry",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs_given",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "met_by",
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
                                related_name="hand_overs",
                                to="people.person",
                            ),
                        ),
                        (
                            "promise_meet",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "promise_read",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "promise_tell",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs_received",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise_stays",
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
                        "ordering": ["-written_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("acknowledged_at__isnull", True),
                                    ("given_at__isnull", False),
                                    ("undone_at__isnull", True),
                                ),
                                fields=["receiver", "from_on"],
                                name="hand_over_to_read",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("given_at__isnull", False), ("told_on__isnull", True), ("undone_at__isnull", True)
                                ),
                                fields=["from_on"],
                                name="hand_over_to_tell",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("why__in", ["leaves", "away", "moved", "change"])),
                                name="hand_over_why_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("giver", models.F("receiver")), _negated=True),
                                name="hand_over_to_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("from_on__isnull", True),
                                        ("given_at__isnull", True),
                                        ("given_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("from_on__isnull", False),
                                        ("given_at__isnull", False),
                                        ("given_by__isnull", False),
                                        ("receiver__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hand_over_given_at_by_and_from",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("together_from__isnull", True),
                                    ("together_from__lte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="hand_over_together_before_change",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("acknowledged_at__isnull", True), ("given_at__isnull", False), _connector="OR"
                                ),
                                name="hand_over_read_once_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told_by__isnull", True), ("told_how", ""), ("told_on__isnull", True)),
                                    models.Q(
                                        ("given_at__isnull", False),
                                        ("told_by__isnull", False),
                                        ("told_how__in", ["face", "phone", "letter"]),
                                        ("told_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hand_over_told_on_by_and_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_by__isnull", True), ("met_on__isnull", True)),
                                    models.Q(("met_by__isnull", False), ("met_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="hand_over_met_on_and_by",
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
                                name="hand_over_undone_at_by_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandedRole",
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
                        ("ended_before", models.DateField(blank=True, null=True)),
                        (
                            "begins",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="taken_over",
                                to="people.assignment",
                            ),
                        ),
                        (
                            "ends",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="handed_on",
                                to="people.assignment",
                            ),
                        ),
                        (
                            "hand_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="handover.handover",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("hand_over", "ends"), name="role_handed_once")],
                    },
                ),
                migrations.CreateModel(
                    name="HandOverNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "prompt",
                            models.CharField(
                                choices=[
                                    ("works", "What works with them"),
                                    ("not_again", "What I would not do again"),
                                    ("promised", "What I promised and have not done yet"),
                                    ("other", "Something else"),
                                    ("said", "What they said when they were told"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.TextField()),
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
                            "hand_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="handover.handover",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("prompt__in", ["works", "not_again", "promised", "other", "said"])),
                                name="hand_over_note_prompt_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="hand_over_note_says_something"
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
                                name="hand_over_note_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOverSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=20)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                    ("clinical", "Clinical: only their counsellor and the counsellor's manager"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("lines", models.JSONField(default=list)),
                        (
                            "hand_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="handover.handover",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hand_over", "code", "sensitivity"), name="hand_over_section_once"
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
                                name="hand_over_section_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
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
                            "why",
                            models.CharField(
                                choices=[
                                    ("leave", "On leave"),
                                    ("unwell", "Unwell"),
                                    ("training", "In training"),
                                    ("other", "Away"),
                                ],
                                default="other",
                                max_length=8,
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField()),
                        ("arranged_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "arranged_by",
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
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="times_away",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["from_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["worker", "to_on"],
                                name="cover_of_worker",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("why__in", ["leave", "unwell", "training", "other"])),
                                name="cover_why_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))), name="cover_ends_after_start"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="cover_ended_at_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverPerson",
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
                        (
                            "assignment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="of_cover",
                                to="people.assignment",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="people", to="handover.cover"
                            ),
                        ),
                        (
                            "covered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="covers", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("cover", "person", "role"), name="covered_once"),
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
                                name="cover_role_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandedPromise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handed",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "hand_over",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="promises",
                                to="handover.handover",
                            ),
                        ),
                    ],
                    options={
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
                                name="handed_promise_sensitivity_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
