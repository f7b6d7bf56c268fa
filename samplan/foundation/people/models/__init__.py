from .organisations import Alias, County, FormerName, MemberRegion, Organisation, Place, Succession, Unit
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
    "Place",
    "Position",
    "Role",
    "Sighting",
    "Succession",
    "Unit",
    "User",
]
