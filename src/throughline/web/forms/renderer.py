"""How Django renders forms: through our own templates, so that `{{ form }}` is a form in GOV.UK's design."""

from django.forms.renderers import TemplatesSetting


class PageRenderer(TemplatesSetting):
    """Fields and forms through `forms/`; hidden inputs through Django's own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
