import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.access.policy
import throughgate.common.references
import throughgate.common.tables
import throughgate.story.terms


class Migration(migrations.Migration):
    replaces = [("story", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0002_caseloadimport_consent_contactrestriction_and_more"),
        ("programmes", "0002_commitment_sensitivity_commitment_worker_and_more"),
        ("record", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="FormRun",
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
                        ("form", models.CharField(max_length=60)),
                        ("form_version", models.PositiveSmallIntegerField()),
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
                        ("opened_at", models.DateTimeField(auto_now_add=True)),
                        ("known", models.JSONField(default=list)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("put_away_because", models.CharField(blank=True, max_length=200)),
                        ("asked", models.PositiveSmallIntegerField(default=0)),
                        ("not_asked_again", models.PositiveSmallIntegerField(default=0)),
                        ("asked_twice", models.PositiveSmallIntegerField(default=0)),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="form_runs",
                                to="programmes.enrolment",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="form_run",
                                to="record.entry",
                            ),
                        ),
                        (
                            "finished_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="form_runs",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=("person", "form"),
                                name="form_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("entry__isnull", True),
                                        ("finished_at__isnull", True),
                                        ("finished_by__isnull", True),
                                        ("put_away_because", ""),
                                    ),
                                    models.Q(
                                        ("entry__isnull", False),
                                        ("finished_at__isnull", False),
                                        ("finished_by__isnull", False),
                                        ("put_away_because", ""),
                                    ),
                                    models.Q(
                                        ("entry__isnull", True),
                                        ("finished_at__isnull", False),
                                        ("finished_by__isnull", False),
                                        models.Q(("put_away_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="form_finished_or_put_away",
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
                                name="form_run_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=60)),
                        ("value", models.JSONField(blank=True, null=True)),
                        ("known", models.BooleanField(default=True)),
                        ("wording", models.CharField(max_length=300)),
                        ("said", models.TextField(blank=True)),
                        ("bank", models.CharField(max_length=60)),
                        ("bank_version", models.PositiveSmallIntegerField()),
                        ("item_hash", models.CharField(max_length=64)),
                        ("form", models.CharField(blank=True, max_length=60)),
                        ("form_version", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                        ("answered_on", models.DateField()),
                        ("heard_words", models.CharField(blank=True, max_length=120)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("person", "They said so, face to face"),
                                    ("phone", "They said so, on the phone"),
                                    ("paper", "They wrote it on paper"),
                                    ("family", "Their family said so"),
                                    ("prison", "The prison said so"),
                                    ("probation", "Probation said so"),
                                    ("partner", "Another service said so"),
                                    ("document", "It stands in a document"),
                                    ("seen", "I saw it myself"),
                                ],
                                default=throughgate.story.terms.Source["PERSON"],
                                max_length=12,
                            ),
                        ),
                        (
                            "sure",
                            models.CharField(
                                choices=[("sure", "Sure"), ("fairly", "Fairly sure"), ("unsure", "Not sure")],
                                default=throughgate.story.terms.Sure["SURE"],
                                max_length=8,
                            ),
                        ),
                        (
                            "came_by",
                            models.CharField(
                                choices=[
                                    ("first", "Asked for the first time"),
                                    ("stale", "Asked anew, since it might have changed"),
                                    ("confirmed", "Still so"),
                                    ("changed", "It had changed"),
                                    ("again", "Asked twice"),
                                    ("taken_back", "Taken back"),
                                ],
                                default=throughgate.story.terms.CameBy["FIRST"],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="after",
                                to="story.answer",
                            ),
                        ),
                        (
                            "heard_by",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="people.person"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="answers",
                                to="story.formrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "-answered_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["recorded_by", "recorded_at"], name="answer_recorded_by"),
                            models.Index(fields=["person", "item", "-answered_on"], name="answer_person_item"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "item"),
                                name="one_current_answer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("heard_by__isnull", False),
                                    models.Q(("heard_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="answer_says_who_heard_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("known", True),
                                    models.Q(
                                        ("came_by", throughgate.story.terms.CameBy["TAKEN_BACK"]),
                                        ("known", False),
                                        ("value__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="answer_unknown_was_taken_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("came_by", throughgate.story.terms.CameBy["TAKEN_BACK"]),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("came_by", throughgate.story.terms.CameBy["TAKEN_BACK"]), _negated=True
                                        ),
                                        ("reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="answer_taken_back_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "source__in",
                                        [
                                            throughgate.story.terms.Source["PERSON"],
                                            throughgate.story.terms.Source["PHONE"],
                                            throughgate.story.terms.Source["PAPER"],
                                            throughgate.story.terms.Source["FAMILY"],
                                            throughgate.story.terms.Source["PRISON"],
                                            throughgate.story.terms.Source["PROBATION"],
                                            throughgate.story.terms.Source["PARTNER"],
                                            throughgate.story.terms.Source["DOCUMENT"],
                                            throughgate.story.terms.Source["SEEN"],
                                        ],
                                    )
                                ),
                                name="answer_source_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "sure__in",
                                        [
                                            throughgate.story.terms.Sure["SURE"],
                                            throughgate.story.terms.Sure["FAIRLY"],
                                            throughgate.story.terms.Sure["UNSURE"],
                                        ],
                                    )
                                ),
                                name="answer_sure_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "came_by__in",
                                        [
                                            throughgate.story.terms.CameBy["FIRST"],
                                            throughgate.story.terms.CameBy["STALE"],
                                            throughgate.story.terms.CameBy["CONFIRMED"],
                                            throughgate.story.terms.CameBy["CHANGED"],
                                            throughgate.story.terms.CameBy["AGAIN"],
                                            throughgate.story.terms.CameBy["TAKEN_BACK"],
                                        ],
                                    )
                                ),
                                name="answer_came_by_known",
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
                                name="answer_sensitivity_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonNeed",
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
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(max_length=120)),
                        (
                            "found_by",
                            models.CharField(
                                choices=[("answer", "From an answer"), ("hand", "Added by hand")], max_length=8
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
                        ("noted_on", models.DateField()),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
                        ("pathway", models.CharField(max_length=60)),
                        ("owners", models.JSONField(default=list)),
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
                            "from_answer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)ss",
                                to="story.answer",
                            ),
                        ),
                        (
                            "held_against",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="story.answer",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["noted_on", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="personneed_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_by__in", ["answer", "hand"])),
                                name="personneed_found_by_known",
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
                                name="personneed_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_because", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="personneed_ended_on_by_and_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True), models.Q(("key", ""), _negated=True)),
                                fields=("person", "key", "sensitivity"),
                                name="need_of_the_list_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True), ("key", "")),
                                fields=("person", "pathway", "words", "sensitivity"),
                                name="need_in_own_words_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("in_progress", "In progress"),
                                    ("met", "Met"),
                                    ("declined", "Declined"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                            "takes_back",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="taken_back_by",
                                to="story.needstatus",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statuses",
                                to="story.personneed",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "need statuses",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["not_started", "in_progress", "met", "declined"])),
                                name="need_status_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonStrength",
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
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(max_length=120)),
                        (
                            "found_by",
                            models.CharField(
                                choices=[("answer", "From an answer"), ("hand", "Added by hand")], max_length=8
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
                        ("noted_on", models.DateField()),
                        ("noted_at", models.DateTimeField(auto_now_add=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                        (
                            "from_answer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)ss",
                                to="story.answer",
                            ),
                        ),
                        (
                            "held_against",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="story.answer",
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
                                related_name="strengths",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["noted_on", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="personstrength_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_by__in", ["answer", "hand"])),
                                name="personstrength_found_by_known",
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
                                name="personstrength_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_because", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="personstrength_ended_on_by_and_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True), models.Q(("key", ""), _negated=True)),
                                fields=("person", "key", "sensitivity"),
                                name="strength_of_the_list_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True), ("key", "")),
                                fields=("person", "words", "sensitivity"),
                                name="strength_in_own_words_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SetAside",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("about", models.CharField(choices=[("need", "Need"), ("strength", "Strength")], max_length=8)),
                        ("key", models.CharField(max_length=60)),
                        ("said", models.CharField(choices=[("not_now", "Not now"), ("no", "No")], max_length=8)),
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
                        ("on", models.DateField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="set_aside",
                                to="story.answer",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="set_aside",
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("about__in", ["need", "strength"])), name="set_aside_about_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("said__in", ["not_now", "no"])), name="set_aside_said_known"
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
                                name="set_aside_sensitivity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="set_aside_withdrawn_at_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("answer", "about", "key"),
                                name="set_aside_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unfinished",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=60)),
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
                        ("fields", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(auto_now=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unfinished",
                                to="story.formrun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "unfinished",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "item", "by"), name="unfinished_once_each"),
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
                                name="unfinished_sensitivity_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
