import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_follow_ups_become_promises")]

    operations = [
        migrations.AlterModelOptions(name="followup", options={}),
        migrations.RemoveConstraint(model_name="followup", name="follow_up_done_at_and_by"),
        migrations.RemoveConstraint(model_name="followup", name="follow_up_says_what"),
        migrations.RemoveConstraint(model_name="followup", name="follow_up_sensitivity_known"),
        migrations.RemoveIndex(model_name="followup", name="follow_up_open_by"),
        migrations.RemoveIndex(model_name="followup", name="follow_up_person_open"),
        migrations.RemoveField(model_name="followup", name="ref"),
        migrations.RemoveField(model_name="followup", name="person"),
        migrations.RemoveField(model_name="followup", name="what"),
        migrations.RemoveField(model_name="followup", name="by_on"),
        migrations.RemoveField(model_name="followup", name="who"),
        migrations.RemoveField(model_name="followup", name="sensitivity"),
        migrations.RemoveField(model_name="followup", name="added_at"),
        migrations.RemoveField(model_name="followup", name="done_at"),
        migrations.RemoveField(model_name="followup", name="done_by"),
        migrations.AlterField(
            model_name="followup",
            name="promise",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="follow_up", to="programmes.promise"
            ),
        ),
    ]
