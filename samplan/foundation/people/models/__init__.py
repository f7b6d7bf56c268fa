from .organisations import Alias, County, Organisation, Unit
from .users import Role, User

__all__ = ["Alias", "County", "Organisation", "Role", "Unit", "User"]
