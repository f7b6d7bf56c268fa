"""Line icons, 20 × 20, drawn with the text's colour. A path per icon; the page's stylesheet says how thick."""

from django.utils.safestring import SafeString, mark_safe

_CIRCLE = '<circle cx="10" cy="10" r="7.25"/>'
_PATHS = {
    "alert": '<path d="M10 2.5 17.5 10 10 17.5 2.5 10Z"/><path d="M10 6.7v3.9M10 13.1v.1"/>',
    "arrow-down": '<path d="M10 4v12M5 11l5 5 5-5"/>',
    "arrow-right": '<path d="M4 10h12M11 5l5 5-5 5"/>',
    "arrow-up": '<path d="M10 16V4M5 9l5-5 5 5"/>',
    "book": '<path d="M10 5.2C8.3 4 5.8 3.7 3 4v11.2c2.8-.3 5.3 0 7 1.2 1.7-1.2 4.2-1.5 7-1.2V4c-2.8-.3-5.3 0-7 1.2Zm0 0v11.2"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12.5" rx="1"/><path d="M3 8.5h14M6.8 2.5v3.5M13.2 2.5v3.5"/>',
    "chart": '<path d="M3 3v14h14"/><path d="m6 12.5 3.2-3.7 2.8 2 4.5-5.3"/>',
    "check": f'{_CIRCLE}<path d="m6.7 10.2 2.3 2.3 4.4-4.8"/>',
    "chevron-down": '<path d="m5.5 8 4.5 4.5L14.5 8"/>',
    "chevron-right": '<path d="m8 5.5 4.5 4.5L8 14.5"/>',
    "clock": f'{_CIRCLE}<path d="M10 5.8V10l2.8 1.7"/>',
    "cross": '<path d="m5 5 10 10M15 5 5 15"/>',
    "dashed-circle": '<circle cx="10" cy="10" r="7.25" stroke-dasharray="2.9 2.8"/>',
    "document": '<path d="M5 2.8h6.5L15.5 7v10.2H5Z"/><path d="M11.3 2.8V7h4.2M7.7 10.5h5M7.7 13.5h5"/>',
    "download": '<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.8h13"/>',
    "external": '<path d="M8 4H4v12h12v-4M11.5 3.5h5v5M16 4l-7 7"/>',
    "flag": '<path d="M5 17.5V3M5 4c3.5-1.8 6 1.5 10 0v7c-4 1.5-6.5-1.8-10 0"/>',
    "hatch": '<path d="M3 11 11 3M3 16.5 16.5 3M8.5 17 17 8.5M14 17l3-3"/>',
    "home": '<path d="M3.3 9.3 10 3.3l6.7 6V16.7h-4.5v-4.5H7.8v4.5H3.3Z"/>',
    "lock": '<rect x="4" y="9" width="12" height="8" rx="1"/><path d="M6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9"/>',
    "mail": '<rect x="2.5" y="4.5" width="15" height="11.5" rx="1"/><path d="m3 5.5 7 5.7 7-5.7"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "minus": f'{_CIRCLE}<path d="M6.8 10h6.4"/>',
    "money": '<ellipse cx="10" cy="5" rx="6" ry="2.3"/><path d="M4 5v10c0 1.3 2.7 2.3 6 2.3s6-1 6-2.3V5M4 10c0 1.3 2.7 2.3 6 2.3s6-1 6-2.3"/>',
    "pause": f'{_CIRCLE}<path d="M8.3 7.5v5M11.7 7.5v5"/>',
    "pencil": '<path d="m3.5 16.5.8-3.6L13.6 3.6l2.8 2.8-9.3 9.3-3.6.8ZM11.8 5.4l2.8 2.8"/>',
    "people": '<circle cx="7.5" cy="6.7" r="2.7"/><path d="M2.3 16.5c.2-3 2.3-5 5.2-5s5 2 5.2 5M12.3 4.2a2.7 2.7 0 0 1 0 5M14.2 11.8c2.1.5 3.4 2.2 3.5 4.7"/>',
    "person": '<circle cx="10" cy="6.5" r="3"/><path d="M4 17c.3-3.5 2.7-5.5 6-5.5s5.7 2 6 5.5"/>',
    "vacant": '<circle cx="10" cy="6.5" r="3" stroke-dasharray="2.2 1.6"/><path d="M4 17c.3-3.5 2.7-5.5 6-5.5s5.7 2 6 5.5" stroke-dasharray="2.4 1.8"/>',
    "plan": '<path d="M4 3v11.5h4.5M4 6.5h4.5"/><rect x="8.5" y="4.5" width="8" height="4" rx=".5"/><rect x="8.5" y="12.5" width="8" height="4" rx=".5"/>',
    "plus": '<path d="M10 3.5v13M3.5 10h13"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3V7.5h14V14h-3"/><path d="M6 11.5h8V17H6Z"/>',
    "ring": f'{_CIRCLE}<circle cx="10" cy="10" r="1.2" fill="currentColor" stroke="none"/>',
    "search": '<circle cx="8.8" cy="8.8" r="5.3"/><path d="m12.8 12.8 4.2 4.2"/>',
    "tick": '<path d="m4 10.5 4 4 8-9"/>',
}

# The mark of a state, always beside its word.
STATE_ICONS = {
    "ok": "check",
    "warn": "alert",
    "late": "clock",
    "unmeasured": "dashed-circle",
    "vacant": "vacant",
    "protected": "hatch",
    "neutral": "ring",
    "idea": "ring",
    "paused": "pause",
    "ended": "minus",
    "writing": "pencil",
    "waiting": "clock",
}


def paths(name: str) -> SafeString:
    """The inside of an icon's SVG. An unknown name is a mistake in a template and says so."""
    return mark_safe(_PATHS[name])  # noqa: S308 - constants above


def state_icon(kind: str) -> str:
    return STATE_ICONS[kind]
