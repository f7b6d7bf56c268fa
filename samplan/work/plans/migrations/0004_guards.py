from django.db import migrations

from samplan.work.plans import guards


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0003_publication"),
    ]

    operations = [migrations.RunPython(guards.up, guards.down)]
