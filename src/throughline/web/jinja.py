"""The template environment of our pages."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from django.forms import Form
from django.templatetags.static import static
from django.urls import reverse

from throughline.web import words
from throughline.web.areas import AREAS
from throughline.web.lists.returning import as_left

_WEB = Path(__file__).resolve().parent


def url(name: str, *args: object, **kwargs: object) -> str:
    """
    The address of the page called `name`.

    :raises django.urls.NoReverseMatch: there is no such page
    """
    return reverse(name, args=args or None, kwargs=kwargs or None)


def govuk_macros() -> dict[str, Callable[..., str]]:
    """
    Every component macro of GOV.UK Frontend by its name (`govukButton`, …).

    They read parameters that were not given as empty, so they are compiled in an environment of
    their own; in ours an unknown variable is an error.
    """
    lenient = jinja2.Environment(
        loader=jinja2.PackageLoader("govuk_frontend_jinja", "templates"), autoescape=True, trim_blocks=True
    )
    # The macros import one another under the package's name.
    lenient.loader = jinja2.PrefixLoader({"govuk_frontend_jinja": lenient.loader})  # type: ignore[dict-item]
    found: dict[str, Callable[..., str]] = {}
    for folder in files("govuk_frontend_jinja").joinpath("templates/components").iterdir():
        name = "govuk" + "".join(part.capitalize() for part in folder.name.split("-"))
        module = lenient.get_template(f"govuk_frontend_jinja/components/{folder.name}/macro.html").module
        found[name] = getattr(module, name)
    return found


@jinja2.pass_context
def form_page(context: jinja2.runtime.Context, form: Form, button: str = "Continue", **more: object) -> str:
    """
    A whole form that posts to its own page, with its fields and its button.

    `more` may give `action`, `cancel` (an address to leave by) and `warning` (the button is red).
    """
    macros = context.environment.get_template("components/form.html").module
    made: str = macros.form_page(form, context["csrf_input"], button, **more)  # type: ignore[attr-defined]
    return made


def back_link(macro: Callable[..., str]) -> Callable[..., str]:
    """The component's own macro, by which a list is returned to as it was left."""

    @jinja2.pass_context
    def shown(context: jinja2.runtime.Context, params: dict[str, Any]) -> str:
        request = context.get("request")
        href = params["href"] if request is None else as_left(request, params["href"])
        return macro({**params, "href": href})

    return shown


def environment(**options: Any) -> jinja2.Environment:
    """
    The environment: our own templates first, then each area's under the area's name.

    `officer/home.html` is `web/officer/templates/home.html`. Unknown variables fail.
    """
    from throughline.web.forms.mistakes import error_list
    from throughline.web.forms.rendering import field_markup

    areas = {area: jinja2.FileSystemLoader(_WEB / area / "templates") for area in AREAS}
    options["loader"] = jinja2.ChoiceLoader([options["loader"], jinja2.PrefixLoader(areas)])
    options["undefined"] = jinja2.StrictUndefined
    made = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, **options)
    macros = govuk_macros()
    made.globals.update(macros | {"govukBackLink": back_link(macros["govukBackLink"])})
    made.globals.update(url=url, static=static, form_page=form_page)
    made.globals.update(field_markup=field_markup, error_list=error_list)
    made.filters.update(
        money=words.money,
        day=words.day,
        short_day=words.short_day,
        moment=words.moment,
        time=words.clock_time,
        plural=words.plural,
        and_list=words.and_list,
    )
    return made
