"""Puts a page of the sign-in package, which is a Django template, into the layout of all other pages."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()


class Surround(template.Node):
    """Renders its two parts, then the layout around them."""

    child_nodelists = ("title", "body")

    def __init__(self, title: NodeList, body: NodeList) -> None:
        self.title = title
        self.body = body

    def render(self, context: Context) -> str:
        """The whole page. Its form goes along, for the summary of errors."""
        request = context["request"]
        parts = {
            "title": mark_safe(self.title.render(context).strip()),
            "content": mark_safe(self.body.render(context)),
            "form": context.get("form"),
        }
        return render_to_string("accounts/page.html", parts, request=request, using="pages")


@register.tag
def surround(parser: Parser, token: Token) -> Surround:
    """`{% surround %}` title `{% body %}` content `{% endsurround %}`."""
    title = parser.parse(("body",))
    parser.delete_first_token()
    body = parser.parse(("endsurround",))
    parser.delete_first_token()
    return Surround(title, body)
