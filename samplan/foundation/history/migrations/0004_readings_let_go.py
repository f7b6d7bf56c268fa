from django.db import migrations

from samplan.foundation.history import guards


def renew(apps, schema_editor):
    """What has been in the log of reads long enough can be let go, when an event says so."""
    guards.take_down(schema_editor.connection)
    guards.put_up(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("history", "0003_guards"),
    ]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
