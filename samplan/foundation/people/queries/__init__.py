from .actors import ActorRegister
from .roles import (
    KIND_TITLES,
    OrganisationGroup,
    OrganisationLine,
    counties_of,
    current_roles,
    demo_users,
    holders,
    organisations_of,
    organisations_with_people,
    roles_held_now,
    roles_of,
)

__all__ = [
    "KIND_TITLES",
    "ActorRegister",
    "OrganisationGroup",
    "OrganisationLine",
    "counties_of",
    "current_roles",
    "demo_users",
    "holders",
    "organisations_of",
    "organisations_with_people",
    "roles_held_now",
    "roles_of",
]
