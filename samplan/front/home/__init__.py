"""Start page, search, the year: the roof that sees all rooms."""
