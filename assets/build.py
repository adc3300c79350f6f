"""Rebuild everything under static/vendor, and the fonts of the papers: `python assets/build.py`.

Needs Node and fonttools. The result is committed; running the application needs neither.
"""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from build_digits import FAMILY, build_digits
from build_paper_fonts import build_paper_fonts

ASSETS = Path(__file__).resolve().parent
PACKAGES = ASSETS / "node_modules"
VENDOR = ASSETS.parent / "static" / "vendor"
FONT = PACKAGES / "@fontsource" / "be-vietnam-pro"
WEIGHTS = (400, 700)
SUBSETS = ("latin", "latin-ext", "vietnamese")
DIGIT_RANGE = "U+002B-002E,U+0030-0039,U+2013,U+2212"
ADDRESS_KEYS = ("resolved", "funding")


def install_packages() -> None:
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=ASSETS, check=True)


def strip_addresses() -> None:
    """The lock file keeps versions and hashes, no addresses."""
    path = ASSETS / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        for key in ADDRESS_KEYS:
            package.pop(key, None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


def build_tabler() -> None:
    css = (PACKAGES / "@tabler/core/dist/css/tabler.min.css").read_text()
    # The map is not shipped, and hashed file names refuse a reference to a missing file.
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    (VENDOR / "tabler.min.css").write_text(css.rstrip() + "\n")


def font_faces(css: str, wanted: str) -> str:
    """The rules of the wanted subsets, with woff2 only and our own path."""
    rules = []
    for rule in re.findall(r"@font-face \{.*?\}", css, re.S):
        if re.search(rf"be-vietnam-pro-({wanted})-\d+-normal\.woff2", rule):
            rule = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", rule)
            rules.append(rule.replace("./files/", "fonts/"))
    return "\n".join(rules)


def build_fonts() -> None:
    (VENDOR / "fonts").mkdir()
    faces = []
    for weight in WEIGHTS:
        for subset in SUBSETS:
            name = f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            shutil.copyfile(FONT / "files" / name, VENDOR / "fonts" / name)
        faces.append(font_faces((FONT / f"{weight}.css").read_text(), "|".join(SUBSETS)))
        digits = f"tps-so-{weight}.woff2"
        source = FONT / "files" / f"be-vietnam-pro-latin-{weight}-normal.woff2"
        build_digits(source, VENDOR / "fonts" / digits, weight)
        faces.append(digit_face(digits, weight))
    (VENDOR / "fonts.css").write_text("\n".join(faces) + "\n")
    shutil.copyfile(FONT / "LICENSE", VENDOR / "fonts" / "OFL.txt")


def digit_face(name: str, weight: int) -> str:
    return (
        "@font-face {\n"
        f"  font-family: '{FAMILY}';\n"
        "  font-style: normal;\n"
        "  font-display: swap;\n"
        f"  font-weight: {weight};\n"
        f"  src: url(fonts/{name}) format('woff2');\n"
        f"  unicode-range: {DIGIT_RANGE};\n"
        "}"
    )


def symbol(name: str) -> str:
    svg = (PACKAGES / f"@tabler/icons/icons/outline/{name}.svg").read_text()
    paths = re.findall(r"<(?:path|circle|rect|line|polyline)[^>]*/>", svg)
    drawn = "".join(path for path in paths if 'stroke="none"' not in path)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


def build_sprite() -> None:
    """Stroke and colour are set by the class `tp-icon`, so symbols carry outlines only."""
    names = (ASSETS / "icons.txt").read_text().split()
    shapes = re.findall(r"<symbol.*</symbol>", (ASSETS / "shapes.svg").read_text())
    symbols = "\n".join([symbol(name) for name in names] + shapes)
    (VENDOR / "icons.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    )
    shutil.copyfile(PACKAGES / "@tabler/icons/LICENSE", VENDOR / "icons-LICENSE.txt")


def build_charts() -> None:
    """One file with the charts that `charts.js` names; its licence stands beside it."""
    words = ["npx", "--no-install", "esbuild", "charts.js", "--bundle", "--minify", "--format=iife"]
    target = VENDOR / "echarts.min.js"
    subprocess.run(
        [*words, "--target=es2018", "--legal-comments=none", f"--outfile={target}"],
        cwd=ASSETS,
        check=True,
    )
    shutil.copyfile(PACKAGES / "echarts/LICENSE", VENDOR / "echarts-LICENSE.txt")
    shutil.copyfile(PACKAGES / "echarts/NOTICE", VENDOR / "echarts-NOTICE.txt")


def version_of(package: str) -> str:
    return str(json.loads((PACKAGES / package / "package.json").read_text())["version"])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entry(name: str, package: str, licence: str, patterns: tuple[str, ...], note: str = "") -> dict:
    paths = sorted(path for pattern in patterns for path in VENDOR.glob(pattern))
    found = {str(path.relative_to(VENDOR)): sha256(path) for path in paths}
    made = {"name": name, "version": version_of(package), "licence": licence, "sha256": found}
    return made | ({"made_from": note} if note else {})


def write_manifest() -> None:
    digits = "figures of be-vietnam-pro-latin, widths set by assets/build_digits.py"
    entries = [
        entry("@tabler/core", "@tabler/core", "MIT", ("tabler.min.css",)),
        entry(
            "@fontsource/be-vietnam-pro",
            "@fontsource/be-vietnam-pro",
            "OFL-1.1",
            ("fonts.css", "fonts/be-vietnam-pro-*", "fonts/OFL.txt"),
        ),
        entry(FAMILY, "@fontsource/be-vietnam-pro", "OFL-1.1", ("fonts/tps-so-*",), digits),
        entry(
            "@tabler/icons",
            "@tabler/icons",
            "MIT",
            ("icons.svg", "icons-LICENSE.txt"),
            "icons of assets/icons.txt, shapes of assets/shapes.svg",
        ),
        entry(
            "echarts",
            "echarts",
            "Apache-2.0",
            ("echarts.min.js", "echarts-*.txt"),
            "parts named in assets/charts.js, bundled by esbuild",
        ),
    ]
    text = json.dumps({"packages": entries}, indent=2, ensure_ascii=False)
    (VENDOR / "manifest.json").write_text(text + "\n")


def build() -> None:
    strip_addresses()
    install_packages()
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    build_tabler()
    build_fonts()
    build_sprite()
    build_charts()
    write_manifest()
    build_paper_fonts(PACKAGES)


if __name__ == "__main__":
    build()
