"""Personal links: made, opened, renewed, revoked. The secret leaves only in the mail; we keep its hash."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core.link_secrets import fits, hash_of, new_secret

from .models import Link, LinkUse, Request

GRACE = timedelta(days=14)  # a link works so long after the last day
Purpose = Link.Purpose


def issue(request: Request, purpose: str, *, name: str, email: str) -> tuple[Link, str]:
    """A new link and its secret, which can't be had again."""
    secret = new_secret()
    link = Link.objects.create(
        request=request,
        purpose=purpose,
        name=name,
        email=email,
        secret_hash=hash_of(secret),
        expires_at=_expiry(request),
    )
    return link, secret


def make_link(request: Request, purpose: str, *, name: str, email: str) -> str:
    """A new link's whole address, to be put in a mail."""
    link, secret = issue(request, purpose, name=name, email=email)
    return settings.BASE_URL + reverse("rounds:link", args=[link.pk, secret])


def _expiry(request: Request) -> datetime:
    now = timezone.now()
    last = timezone.make_aware(datetime.combine(request.last_day, datetime.max.time()))
    return max(now, last) + GRACE


def find(pk: int, secret: str) -> Link | None:
    """The link with this secret, dead or alive."""
    link = Link.objects.select_related("request__round__owner", "request__organisation").filter(pk=pk).first()
    if link is None or not fits(secret, link.secret_hash):
        return None
    return link


def is_alive(link: Link) -> bool:
    return link.revoked_at is None and link.expires_at > timezone.now()


def note_use(link: Link, browser: str) -> None:
    LinkUse.objects.create(link=link, browser=browser[:200])


def revoke(request: Request, *purposes: str, email: str = "") -> int:
    alive = Link.objects.filter(request=request, revoked_at=None)
    if purposes:
        alive = alive.filter(purpose__in=purposes)
    if email:
        alive = alive.filter(email=email)
    return alive.update(revoked_at=timezone.now())


def prolong(request: Request) -> None:
    """After a new last day."""
    Link.objects.filter(request=request, revoked_at=None).update(expires_at=_expiry(request))
