"""Files of the exchange as downloads."""

from django.http import HttpResponse


def as_download(content: bytes, name: str) -> HttpResponse:
    """A file under its name, never shown in the browser."""
    safe = name.replace('"', "").replace("\\", "")
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return HttpResponse(content, content_type="text/csv", headers=headers)
