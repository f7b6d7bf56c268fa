"""Counties, organisations, units, persons, users, roles and sign-in. Offers the door `access.in_county`."""
