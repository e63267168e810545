import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import throughgate.common.references
import throughgate.common.tables


class Migration(migrations.Migration):
    replaces = [("accounts", "0001_initial"), ("accounts", "0002_user_phone")]

    initial = True

    dependencies = [
        ("sites", "0001_initial"),
    ]

    operations = [
        throughgate.common.tables.CreateTogether(
            models=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "ref",
                            models.CharField(
                                default=throughgate.common.references.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("manager", "Manager"),
                                    ("caseworker", "Caseworker"),
                                    ("counsellor", "Counsellor"),
                                    ("volunteer", "Volunteer"),
                                    ("evaluator", "Evaluator"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        ("joined_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "line_manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="team",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sites", models.ManyToManyField(blank=True, related_name="workers", to="sites.site")),
                        ("phone", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "manager",
                                            "caseworker",
                                            "counsellor",
                                            "volunteer",
                                            "evaluator",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="user_role_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
