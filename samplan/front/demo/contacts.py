"""Who answers for what in the demonstration's plans: mostly the contact person, here and there the manager, some places vacant."""

from datetime import date

from samplan.foundation.people.models import Organisation, Role, User
from samplan.work.plans.contact_table import table_of
from samplan.work.plans.models import ContactRole, Edition

MANAGER_EVERY, VACANT_EVERY = 4, 9
SINCE = date(2024, 2, 1)


def name_contacts(edition: Edition, organisations: list[Organisation], by: User) -> None:
    roles = Role.objects.filter(organisation__in=organisations).select_related("user")
    people = {(role.organisation_id, role.kind): role.user for role in roles}
    rows = []
    for row, line in enumerate(table_of(edition).lines):
        for column, organisation in enumerate(organisations):
            turn = row + 5 * column
            kind = Role.Kind.MANAGER if turn % MANAGER_EVERY == 0 else Role.Kind.CONTACT
            user = people.get((organisation.pk, kind))
            if line.area is None or user is None or turn % VACANT_EVERY == 0:
                continue
            rows.append(
                ContactRole(
                    edition=edition, node=line.area, organisation=organisation, user=user, valid_from=SINCE, given_by=by
                )
            )
    ContactRole.objects.bulk_create(rows)
