import re
from pathlib import Path

import pytest

from throughline.launch.assets import ensure_assets, fit_script, fit_styles


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THROUGHLINE_STATE", str(tmp_path))
    return ensure_assets()


def test_the_typeface_and_the_crest_stay_on_gov_uk(assets: Path) -> None:
    for styles in assets.glob("*/*.css"):
        assert "GDS Transport" not in styles.read_text()
        assert "crest.svg" not in styles.read_text()
    names = {picture.name for picture in assets.rglob("images/*")}
    assert not [name for name in names if re.search("crest|crown|logotype|woff|opengraph|favicon", name)]


def test_every_picture_the_styles_name_is_there(assets: Path) -> None:
    named = [
        styles.parent / address
        for styles in assets.glob("*/*.css")
        for address in re.findall(r"url\(([^)]+)\)", styles.read_text())
        if not address.startswith("data:")
    ]
    assert named
    assert [picture for picture in named if not picture.exists()] == []


def test_they_are_made_once(assets: Path) -> None:
    before = (assets / "govuk" / "govuk-frontend.min.css").stat().st_mtime_ns
    assert ensure_assets() == assets
    assert (assets / "govuk" / "govuk-frontend.min.css").stat().st_mtime_ns == before


def test_they_are_made_again_when_what_they_were_made_from_changed(assets: Path) -> None:
    (assets / "made-from.json").write_text("{}")
    (assets / "govuk" / "govuk-frontend.min.css").write_text("spoilt")
    ensure_assets()
    assert (assets / "govuk" / "govuk-frontend.min.css").read_text() != "spoilt"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff)}a{b:c}", "a{b:c}", id="face"
        ),
        pytest.param("a{font-family:GDS Transport,arial}", "a{font-family:arial}", id="its name"),
        pytest.param(
            'a{font-family:"GDS Transport", arial}', "a{font-family:arial}", id="its name in quotes"
        ),
        pytest.param("a{b:url(/assets/images/i.svg)}", "a{b:url(images/i.svg)}", id="address made relative"),
        pytest.param("a{b:url(/assets/images/govuk-crest.svg)}", "a{b:none}", id="crest"),
        pytest.param("a{}\n/*# sourceMappingURL=a.css.map */", "a{}\n", id="source map"),
    ],
)
def test_styles_are_made_fit(before: str, after: str) -> None:
    assert fit_styles(before).strip() == after.strip()


def test_a_script_names_no_source_map() -> None:
    assert fit_script("a();//# sourceMappingURL=a.js.map") == "a();\n"
