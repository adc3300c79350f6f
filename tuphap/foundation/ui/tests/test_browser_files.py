"""The committed browser files are those of the manifest and hold what the pages ask for."""

import hashlib
import json
import re

import pytest
from fontTools.ttLib import TTFont

from tuphap.foundation.ui.tests.places import ASSETS, STATIC, TEMPLATES, all_templates

VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
HASHES = {
    name: digest for package in MANIFEST["packages"] for name, digest in package["sha256"].items()
}
DIGITS = "0123456789+-\N{MINUS SIGN}\N{EN DASH}"


def test_every_file_of_the_manifest_is_unchanged():
    for name, digest in HASHES.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_no_file_is_outside_the_manifest():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert files == HASHES.keys() | {"manifest.json"}


def test_every_package_names_version_and_licence():
    for package in MANIFEST["packages"]:
        assert package["version"]
        assert package["licence"] in {"Apache-2.0", "MIT", "OFL-1.1"}


def test_lock_file_of_the_build_holds_no_address():
    assert "://" not in (ASSETS / "package-lock.json").read_text()


def test_sprite_has_every_icon_that_the_list_and_the_pages_name():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    named = set((ASSETS / "icons.txt").read_text().split())
    for path in all_templates():
        text = path.read_text()
        named |= set(re.findall(r'<c-icon name="([\w-]+)"', text))
        named |= set(re.findall(r'{% icon "([\w-]+)"', text))
        named |= set(re.findall(r'<c-[a-z-]+[^>]* icon="([\w-]+)"', text))
    assert named <= drawn


@pytest.mark.parametrize(("weight", "width"), [(400, 668), (700, 690)])
def test_figures_of_the_digits_face_have_one_width(weight, width):
    font = TTFont(VENDOR / "fonts" / f"tps-so-{weight}.woff2")
    glyphs = font.getBestCmap()
    assert {chr(code) for code in glyphs} == set(DIGITS + ",.")
    assert {font["hmtx"][glyphs[ord(sign)]][0] for sign in DIGITS} == {width}
    assert {font["hmtx"][glyphs[ord(sign)]][0] for sign in ",."} == {310}


def test_digits_face_does_not_use_the_name_it_was_made_from():
    font = TTFont(VENDOR / "fonts" / "tps-so-400.woff2")
    assert font["name"].getDebugName(1) == "TPS So"
    assert "Open Font License" in font["name"].getDebugName(13)


def test_style_sheets_refer_only_to_files_that_are_there():
    for path in STATIC.rglob("*.css"):
        for target in re.findall(r"url\(['\"]?([^)'\"]+)", path.read_text()):
            assert target.startswith("data:") or (path.parent / target).exists(), target
        assert "sourceMappingURL" not in path.read_text()


def test_pages_name_only_static_files_that_are_there():
    for path in all_templates():
        for name in re.findall(r"{% static ['\"]([^'\"]+)", path.read_text()):
            assert (STATIC / name).exists(), f"{path.relative_to(TEMPLATES.parents[3])}: {name}"
