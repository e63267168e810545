import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0003_handed_follow_ups_are_promises")]

    operations = [
        migrations.RemoveConstraint(model_name="handedpromise", name="handed_promise_or_follow_up"),
        migrations.RemoveField(model_name="handedpromise", name="follow_up"),
        migrations.AlterField(
            model_name="handedpromise",
            name="promise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="handed", to="programmes.promise"
            ),
        ),
    ]
