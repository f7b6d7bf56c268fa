from .roles import end_role, give_role

__all__ = ["end_role", "give_role"]
