import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0004_handedpromise_of_a_promise"),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="promise_stays",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programmes.promise",
            ),
        ),
        migrations.AlterField(
            model_name="handedrole",
            name="ends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="handed_on",
                to="people.assignment",
            ),
        ),
    ]
