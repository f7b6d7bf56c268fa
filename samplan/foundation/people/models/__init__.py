from .organisations import Alias, County, FormerName, MemberRegion, Organisation, Succession, Unit
from .persons import Consent, Invitation, Person, Position
from .unusual import Sighting
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
    "Sighting",
    "Succession",
    "Unit",
    "User",
]
