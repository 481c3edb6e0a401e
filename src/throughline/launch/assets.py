"""
The styles, scripts and images of the design system, made fit for a service that is not on gov.uk.

The typeface `GDS Transport` and everything with the crown or the crest may be used on gov.uk only, so none
of it is copied, and the styles name neither.
"""

import fcntl
import hashlib
import json
import re
import shutil
from pathlib import Path

from throughline.launch.node import NodeSet, ensure_node_packages
from throughline.launch.state import REPOSITORY, state_folder

FONT_FACE = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
FONT_NAME = re.compile(r'"?GDS Transport"?,\s*')
CREST = re.compile(r"url\([\"']?/assets/images/govuk-crest\.svg[\"']?\)")
ROOT_ADDRESS = re.compile(r"url\(([\"']?)/assets/")
SOURCE_MAP = re.compile(r"(/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)\s*$")

# With the crest gone its place in the footer would stand as a block of colour.
NO_CREST = ".govuk-footer__copyright-logo:before{content:none}"

# Folder under the assets: where its styles and scripts are in the npm packages, and its pictures.
SOURCES = {
    "govuk": ("govuk-frontend/dist/govuk", "govuk-frontend.min", ()),
    "moj": ("@ministryofjustice/frontend/moj", "moj-frontend.min", ("assets/images/icon-*",)),
}


def ensure_assets(wanted: NodeSet = NodeSet.SERVING) -> Path:
    """
    Have the assets in `<state>/assets`, as `govuk/` and `moj/`; give that folder.

    It is made anew when the npm lock or this file has changed, beside the old one, and then put in its place.
    """
    packages = ensure_node_packages(wanted)
    folder = state_folder() / "assets"
    print_of_now = _fingerprint()
    with (state_folder() / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _fingerprint_in(folder) == print_of_now:
            return folder
        fresh = folder.with_name("assets.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name, (place, stem, pictures) in SOURCES.items():
            _copy(packages / place, fresh / name, stem, pictures)
        (fresh / "made-from.json").write_text(json.dumps(print_of_now))
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    return folder


def _copy(source: Path, target: Path, stem: str, pictures: tuple[str, ...]) -> None:
    (target / "images").mkdir(parents=True)
    css = (source / f"{stem}.css").read_text(encoding="utf-8")
    (target / f"{stem}.css").write_text(fit_styles(css), encoding="utf-8")
    script = (source / f"{stem}.js").read_text(encoding="utf-8")
    (target / f"{stem}.js").write_text(fit_script(script), encoding="utf-8")
    for pattern in pictures:
        for picture in sorted(source.glob(pattern)):
            shutil.copyfile(picture, target / "images" / picture.name)


def fit_styles(css: str) -> str:
    """Give the styles without the typeface, the crest and the source map, with addresses beside the file."""
    for pattern, instead in ((FONT_FACE, ""), (FONT_NAME, ""), (CREST, "none"), (ROOT_ADDRESS, r"url(\1")):
        css = pattern.sub(instead, css)
    return SOURCE_MAP.sub("", css) + (NO_CREST if "govuk-footer__copyright-logo" in css else "") + "\n"


def fit_script(script: str) -> str:
    """Give the script without its source map, which is not copied."""
    return SOURCE_MAP.sub("", script) + "\n"


def _fingerprint() -> dict[str, str]:
    inputs = {"lock": REPOSITORY / "package-lock.json", "rules": Path(__file__)}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in inputs.items()}


def _fingerprint_in(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / "made-from.json").read_text())
    except (OSError, ValueError):
        return {}
    return found
