"""
Setting leaflets and brochures as tagged PDF (PDF/UA-1), for reading by eye, by ear and on paper.

Texts are given to the template as data and never as part of it, so nothing that anybody wrote is carried out.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

import typst

from throughline.gateway.leaflets.brochure import Brochure
from throughline.gateway.leaflets.leaflet import Leaflet

TEMPLATES: Final = Path(__file__).parent / "templates"
KEPT: Final = 128
"""How many of the latest PDFs are kept in memory by each process."""


class FontMissing(RuntimeError):
    """The package that carries the typeface of leaflets is not installed."""


def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """The leaflet as a PDF; the same leaflet is the same bytes."""
    return _printed("leaflet.typ", _data(leaflet))


def brochure_pdf(brochure: Brochure) -> bytes:
    """The brochure as a PDF; the same brochure is the same bytes."""
    return _printed("brochure.typ", _data(brochure))


def _data(one: Leaflet | Brochure) -> str:
    said: dict[str, Any] = asdict(one)
    said["on"] = one.on.isoformat()
    return json.dumps(said, sort_keys=True)


@lru_cache(maxsize=KEPT)
def _printed(template: str, data: str) -> bytes:
    try:
        return _set(template, data, standard="ua-1")
    except typst.TypstError:
        # The typeface has no shape for some character, an emoji say: set as a box, and held to no standard.
        return _set(template, data, standard=None)


def _set(template: str, data: str, *, standard: Literal["ua-1"] | None) -> bytes:
    on = datetime.combine(datetime.fromisoformat(json.loads(data)["on"]), time(12), UTC)
    made: bytes = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_typefaces(),
        format="pdf",
        sys_inputs={"said": data},
        pdf_standards=standard,
        timestamp=int(on.timestamp()),
    )
    return made


@cache
def _typefaces() -> typst.Fonts:
    # Found and not imported: the package's own code wants a module that Python no longer has.
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise FontMissing("install font-source-sans-pro: requirements/web.txt names it")
    files = Path(spec.origin).parent / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[files])
