"""What a browser does with a form that carries its starting version."""

import re
from html import unescape


def start_in(response):
    return unescape(re.search(r'name="seen" value="([^"]*)"', response.content.decode())[1])


def start_of(client, address):
    return start_in(client.get(address))
