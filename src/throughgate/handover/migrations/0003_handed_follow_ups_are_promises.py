from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_the_promise(apps, schema_editor):
    """A follow-up that was handed on is a promise by now. Undone and withdrawn ones too: they were handed on."""
    using = schema_editor.connection.alias
    HandedPromise, FollowUp = apps.get_model("handover", "HandedPromise"), apps.get_model("casework", "FollowUp")
    of = FollowUp.objects.filter(pk=OuterRef("follow_up")).values("promise")
    rows = HandedPromise.objects.using(using).filter(follow_up__isnull=False)
    rows.update(promise=Subquery(of), follow_up=None)


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0002_initial"),
        ("casework", "0006_follow_ups_become_promises"),
    ]

    operations = [migrations.RunPython(name_the_promise)]
