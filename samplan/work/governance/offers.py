"""What the governance room offers to pages below it and to the roof."""

from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof
