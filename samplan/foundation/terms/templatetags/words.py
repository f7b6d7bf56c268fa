from typing import Any

from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from samplan.foundation.terms.glossary import Glossary

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of a page about words, where the present one stands: in a county or for the whole country."""
    return str(context["desk"].url(name, *args))


@register.filter
def explained(text: str, glossary: Glossary | None) -> SafeString:
    """The text in paragraphs, with the glossary's words marked; without a glossary, as it is."""
    if isinstance(glossary, Glossary):
        return glossary.explain(text)
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by Django
