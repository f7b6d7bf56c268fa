"""All writes of the activities room."""

from .creation import NewActivity, create_activities, create_activity

__all__ = ["NewActivity", "create_activities", "create_activity"]
