"""History on a page. A builtin: no {% load %} needed."""

from django import template

from .. import lines, sentences

register = template.Library()
register.filter("sentence", sentences.sentence)
register.filter("told", lines.told)
