from typing import Any

from django.db import migrations


def make_persons(apps: Any, schema_editor: Any) -> None:
    """Everybody with an account gets a row in the register; an address that is there without account is the same person."""
    User = apps.get_model("people", "User")
    Person = apps.get_model("people", "Person")
    Role = apps.get_model("people", "Role")
    county_of = {}
    for user, county, place in Role.objects.order_by("-pk").values_list("user", "county", "organisation__county"):
        county_of[user] = county or place or county_of.get(user)
    for user in User.objects.filter(person=None).order_by("pk"):
        county = county_of.get(user.pk)
        there = Person.objects.filter(user=None, email=user.email, county=county).first()
        person = there or Person(email=user.email, county_id=county)
        person.user, person.name = user, user.name
        person.save()


class Migration(migrations.Migration):
    dependencies = [("people", "0002_registers")]
    operations = [migrations.RunPython(make_persons, migrations.RunPython.noop)]
