import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_crisis_crisisreview_crisistold_goal_goalstate_plan_and_more"),
        ("casework", "0003_booking_promise_booking_supersedes_and_more"),
        ("casework", "0004_goal_need_goal_strength_goalstate_by_plan_begun_by_and_more"),
        ("casework", "0005_followup_promise"),
        ("casework", "0006_follow_ups_become_promises"),
        ("casework", "0007_followup_rests_on_promise"),
        ("casework", "0008_others_there_and_what_was_learned"),
        ("casework", "0009_minutes_late"),
    ]

    initial = True

    dependencies = [
        ("people", "0007_ends_of_restrictions"),
        ("programmes", "0007_promises_of_families_and_reports"),
        ("record", "0001_initial"),
        ("story", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="Contact",
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
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("on", models.DateField()),
                        ("at", models.TimeField(blank=True, null=True)),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "medium",
                            models.CharField(
                                choices=[
                                    ("face", "Face to face"),
                                    ("phone", "By phone"),
                                    ("video", "By video"),
                                    ("writing", "By letter or message"),
                                ],
                                default="face",
                                max_length=8,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=80)),
                        ("happened", models.BooleanField(default=True)),
                        (
                            "why_not",
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
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="corrected_by",
                                to="casework.contact",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("by", "token"), name="contact_saved_once"),
                            models.CheckConstraint(
                                condition=models.Q(("medium__in", ["face", "phone", "video", "writing"])),
                                name="contact_medium_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("happened", True), ("why_not", "")),
                                    models.Q(
                                        ("happened", False),
                                        ("why_not__in", ["acceptable", "not_acceptable", "logistics"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_not_happened_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes__isnull", True),
                                    models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                    _connector="OR",
                                ),
                                name="contact_minutes_within_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "attended",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "Came"), ("late", "Came late"), ("no", "Did not come")],
                                max_length=4,
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
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("note", models.TextField(blank=True)),
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
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="contacts",
                                to="programmes.enrolment",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact_person",
                                to="record.entry",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="people.person"
                            ),
                        ),
                        (
                            "with_circle",
                            models.ManyToManyField(blank=True, related_name="contacts", to="people.circlemember"),
                        ),
                        ("other_names", models.CharField(blank=True, max_length=200)),
                        ("late_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contact", "person"), name="person_once_per_contact"),
                            models.CheckConstraint(
                                condition=models.Q(("attended__in", ["", "yes", "late", "no"])), name="attended_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("attended", "no"), ("why__in", ["acceptable", "not_acceptable", "logistics"])
                                    ),
                                    models.Q(models.Q(("attended", "no"), _negated=True), ("why", "")),
                                    _connector="OR",
                                ),
                                name="absent_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("attended", "late"), ("reason", ""), _negated=True),
                                name="late_has_reason",
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
                                name="contact_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("late_minutes__isnull", True),
                                    models.Q(("attended", "late"), ("late_minutes__gte", 1)),
                                    _connector="OR",
                                ),
                                name="late_by_minutes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_ups",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_up",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ThingDone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
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
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="thing_done",
                                to="record.entry",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="things_done",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("by", "token"), name="thing_done_saved_once"),
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
                                name="thing_done_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Crisis",
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
                        ("kind", models.CharField(max_length=40)),
                        ("raised_as", models.CharField(max_length=40)),
                        (
                            "level",
                            models.CharField(
                                choices=[("now", "Now"), ("today", "Today"), ("week", "This week")], max_length=8
                            ),
                        ),
                        ("what", models.CharField(blank=True, max_length=240)),
                        (
                            "sensitivity",
                            models.CharField(
                                choices=[
                                    ("standard", "Anyone working with this person"),
                                    ("sensitive", "Sensitive: only their own workers and managers"),
                                    ("clinical", "Clinical: only their counsellor and the counsellor's manager"),
                                ],
                                default=throughgate.access.policy.Sensitivity["SENSITIVE"],
                                max_length=12,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        ("token", models.UUIDField(blank=True, null=True)),
                        ("review_on", models.DateField()),
                        ("stepped_down_at", models.DateTimeField(blank=True, null=True)),
                        ("learned", models.TextField(blank=True)),
                        ("helped", models.TextField(blank=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="crises",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="crisis", to="record.entry"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="crises", to="people.person"
                            ),
                        ),
                        (
                            "promises",
                            models.ManyToManyField(blank=True, related_name="crises", to="programmes.promise"),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review_promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="crisis_reviewed",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "stepped_down_by",
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
                        "verbose_name_plural": "crises",
                        "ordering": ["-raised_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stepped_down_at__isnull", True)),
                                fields=["person"],
                                name="crisis_open",
                            ),
                            models.Index(
                                condition=models.Q(("stepped_down_at__isnull", True)),
                                fields=["review_on"],
                                name="crisis_review_on",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("raised_by", "token"), name="crisis_raised_once"),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["now", "today", "week"])), name="crisis_level_known"
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
                                name="crisis_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("helped", ""),
                                        ("learned", ""),
                                        ("stepped_down_at__isnull", True),
                                        ("stepped_down_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("stepped_down_at__isnull", False),
                                        ("stepped_down_by__isnull", False),
                                        models.Q(("learned", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="crisis_stepped_down_with_what_was_learned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("escalated_at__isnull", True),
                                    ("escalated_at__gte", models.F("raised_at")),
                                    _connector="OR",
                                ),
                                name="crisis_gets_worse_after_it_was_raised",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("because", models.CharField(max_length=240)),
                        ("review_on", models.DateField()),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="casework.crisis",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("because", ""), _negated=True), name="crisis_review_says_why"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisTold",
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
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "crisis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="told", to="casework.crisis"
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["user", "told_at"],
                                name="told_not_seen",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("crisis", "user"), name="told_once_of_a_crisis")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
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
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("title", models.CharField(max_length=120)),
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
                        ("begun_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="plans",
                                to="programmes.enrolment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="people.person"
                            ),
                        ),
                        (
                            "review_promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="plan_to_review",
                                to="programmes.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["begun_at", "pk"],
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
                                name="plan_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="plan_has_title"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoalState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=12)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("active", "Working on it"),
                                    ("completed", "Reached"),
                                    ("archived", "Put aside"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200)),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="goal_states",
                                to="casework.plan",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["plan", "key"], name="goal_state_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["active", "completed", "archived"])),
                                name="goal_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "archived"), _negated=True),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="goal_put_aside_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("opening", models.TextField(blank=True)),
                        ("review_by", models.DateField(blank=True, null=True)),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="casework.plan"
                            ),
                        ),
                        (
                            "saved_by",
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
                    ],
                    options={
                        "ordering": ["plan", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("agreed_at__isnull", True)),
                                fields=("plan",),
                                name="one_draft_of_a_plan",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="plan_version_saved_at_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Goal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(default=throughgate.common.references.new_reference, max_length=12)),
                        ("words", models.CharField(max_length=300)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "need",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="goals",
                                to="story.personneed",
                            ),
                        ),
                        (
                            "strength",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="goals",
                                to="story.personstrength",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="goals",
                                to="casework.planversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "key"), name="goal_once_per_version"),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="goal_says_what"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("same", "Nothing changed"), ("changed", "Changed")], max_length=8
                            ),
                        ),
                        ("on", models.DateField()),
                        ("note", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plan_review",
                                to="record.entry",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="casework.plan"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="casework.planversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "outcome", "on"), name="plan_reviewed_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["same", "changed"])),
                                name="plan_review_outcome_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(default=throughgate.common.references.new_reference, max_length=12)),
                        ("what", models.CharField(max_length=200)),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("person", "The person"),
                                    ("staff", "One of us"),
                                    ("family", "The family"),
                                    ("partner", "Their partner"),
                                    ("agency", "Another service"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("by_on", models.DateField()),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "goal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="casework.goal"
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="plan_steps",
                                to="programmes.promise",
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
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("goal", "key"), name="step_once_per_goal"),
                            models.CheckConstraint(
                                condition=models.Q(("what", ""), _negated=True), name="step_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("who__in", ["person", "staff", "family", "partner", "agency"])),
                                name="step_who_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("worker__isnull", True), ("who", "staff"), _connector="OR"),
                                name="step_worker_is_staff",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("person", "The person"), ("worker", "Their worker")], max_length=8
                            ),
                        ),
                        ("agreed_at", models.DateTimeField()),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "By phone"),
                                    ("paper", "Signed on paper"),
                                    ("own_pages", "On their own pages"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="casework.planversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agreed_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "side"), name="each_side_agrees_once"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["person", "worker"])), name="agreement_side_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["in_person", "phone", "paper", "own_pages"])),
                                name="agreement_how_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Booking",
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
                        ("kind", models.CharField(max_length=40)),
                        ("on", models.DateField()),
                        ("at", models.TimeField(blank=True, null=True)),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "medium",
                            models.CharField(
                                choices=[
                                    ("face", "Face to face"),
                                    ("phone", "By phone"),
                                    ("video", "By video"),
                                    ("writing", "By letter or message"),
                                ],
                                default="face",
                                max_length=8,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=80)),
                        ("other_names", models.CharField(blank=True, max_length=200)),
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
                        ("token", models.UUIDField(blank=True, null=True)),
                        (
                            "moved_asked_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("person", "The person"),
                                    ("us", "We did"),
                                    ("family", "Family or somebody close"),
                                    ("prison", "The prison or probation"),
                                    ("other", "Somebody else"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("moved_because", models.CharField(blank=True, max_length=200)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancelled_asked_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("person", "The person"),
                                    ("us", "We did"),
                                    ("family", "Family or somebody close"),
                                    ("prison", "The prison or probation"),
                                    ("other", "Somebody else"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("cancelled_because", models.CharField(blank=True, max_length=200)),
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
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="bookings",
                                to="casework.contact",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="bookings",
                                to="programmes.enrolment",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="people.person"
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="booking",
                                to="programmes.promise",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="superseded_by",
                                to="casework.booking",
                            ),
                        ),
                        (
                            "with_circle",
                            models.ManyToManyField(blank=True, related_name="bookings", to="people.circlemember"),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at__isnull", True), ("contact__isnull", True)),
                                fields=["on", "person"],
                                name="booking_to_come",
                            ),
                            models.Index(fields=["worker", "on"], name="booking_worker_on"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "token"), name="booking_made_once"),
                            models.CheckConstraint(
                                condition=models.Q(("medium__in", ["face", "phone", "video", "writing"])),
                                name="booking_medium_known",
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
                                name="booking_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes__isnull", True),
                                    models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                    _connector="OR",
                                ),
                                name="booking_minutes_within_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("moved_asked_by", ""), ("moved_because", ""), ("supersedes__isnull", True)
                                    ),
                                    models.Q(
                                        ("moved_asked_by__in", ["person", "us", "family", "prison", "other"]),
                                        ("supersedes__isnull", False),
                                        models.Q(("moved_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_moved_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_asked_by", ""),
                                        ("cancelled_at__isnull", True),
                                        ("cancelled_because", ""),
                                        ("cancelled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("cancelled_asked_by__in", ["person", "us", "family", "prison", "other"]),
                                        ("cancelled_at__isnull", False),
                                        ("cancelled_by__isnull", False),
                                        ("contact__isnull", True),
                                        models.Q(("cancelled_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_cancelled_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisLearned",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("learned", models.TextField()),
                        ("helped", models.TextField(blank=True)),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="learned_since",
                                to="casework.crisis",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("learned", ""), _negated=True), name="crisis_learned_says_what"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
