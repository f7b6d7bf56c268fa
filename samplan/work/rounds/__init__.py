"""Asks organisations something by a date: requests, links, helpers, sign-off, reminders. Knows no subject."""
