"""Four people put the same region in a sjukvårdsregion each, in the same moment, on a real database: one gets through."""

import os
import sys
import threading

import django


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    from samplan.foundation.people.models import County, MemberRegion, Organisation

    county = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    wrong = []
    for turn in range(6):
        region = Organisation.objects.create(county=county, kind="region", name=f"Region {turn}")
        groups = [Organisation.objects.create(kind="health_region", name=f"Nivå {turn} {n}") for n in range(4)]
        told = race(region, groups)
        stands = MemberRegion.objects.filter(member=region).count()
        if stands != 1 or sorted(told) != ["refused", "refused", "refused", "saved"]:
            wrong.append((turn, stands, told))
    print(wrong)
    sys.exit(bool(wrong))


def race(region, groups):
    start, told = threading.Barrier(4), []

    def one(group):
        from django.db import connection

        from samplan.foundation.people.actions.memberships import add_membership
        from samplan.foundation.people.actions.registers import RegisterRefused

        start.wait()
        try:
            add_membership(group=group, member=region, valid_from=None, by=None)
            told.append("saved")
        except RegisterRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[group]) for group in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


if __name__ == "__main__":
    main()
