from .organisations import Alias, County, FormerName, MemberRegion, Organisation, Succession, Unit
from .persons import Consent, Invitation, Person, Position
from .users import Role, User

__all__ = [
    "Alias",
    "Consent",
    "County",
    "FormerName",
    "Invitation",
    "MemberRegion",
    "Organisation",
    "Person",
    "Position",
    "Role",
    "Succession",
    "Unit",
    "User",
]
