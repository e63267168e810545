import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A follow-up comes to rest on a promise: first the place for it. The next ones fill it and drop what it replaces.

    Apart, because PostgreSQL changes no table while rows written in the same transaction wait to be checked.
    """

    dependencies = [
        ("casework", "0004_goal_need_goal_strength_goalstate_by_plan_begun_by_and_more"),
        ("programmes", "0002_commitment_sensitivity_commitment_worker_and_more"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="promise",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follow_up",
                to="programmes.promise",
            ),
        ),
    ]
