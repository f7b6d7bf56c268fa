import samplan.foundation.core.encrypted
from django.db import migrations


def encrypt(apps, schema_editor):
    """What was written in clear is read as it is, and written encrypted."""
    for consent in apps.get_model("people", "Consent").objects.all():
        consent.save(update_fields=["how"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_persons_of_users")]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="how",
            field=samplan.foundation.core.encrypted.EncryptedTextField(),
        ),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
