"""Fills in the configuration of nginx: standard library only.

    python3 deploy/nginx/fill.py /etc/nginx/tuphap --name tcpl.example.vn \\
        --certificate /etc/ssl/tcpl.pem --key /etc/ssl/private/tcpl.key --static /srv/tuphap/static
"""

import argparse
import re
import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FILES = ("tuphap.conf", "shared.conf", "site.conf", "public.conf")
PAGES = "pages"
# What could end a directive of nginx or begin another one, or a comment.
_UNSOUND = re.compile(r"[\s;{}\"'\\$#@]|^$")


@dataclass(frozen=True)
class Place:
    """What differs from one machine to the next; each field is a placeholder of its name.

    `application` is where the web processes listen: an address with a port or `unix:/path`.
    `plain` and `tls` are ports or addresses with a port; a line is repeated for each of them.
    """

    names: tuple[str, ...]
    static: str
    certificate: str
    key: str
    folder: str
    application: str = "127.0.0.1:8000"
    cache: str = "/var/cache/nginx/tuphap"
    logs: str = "/var/log/nginx"
    plain: tuple[str, ...] = ("80", "[::]:80")
    tls: tuple[str, ...] = ("443", "[::]:443")


def fill(place: Place) -> None:
    """Write the files and the pages of nginx's own into `place.folder`."""
    folder = Path(place.folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        text = (HERE / name).read_text(encoding="utf-8")
        (folder / name).write_text(filled(text, place), encoding="utf-8")
    shutil.copytree(HERE / PAGES, folder / PAGES, dirs_exist_ok=True)


def filled(text: str, place: Place) -> str:
    for one in fields(place):
        value = getattr(place, one.name)
        mark = f"@{one.name.upper()}@"
        if one.name in ("plain", "tls"):
            text = _repeated(text, mark, tuple(_sound(one.name, item) for item in value))
        elif isinstance(value, tuple):
            text = text.replace(mark, " ".join(_sound(one.name, item) for item in value))
        else:
            text = text.replace(mark, _sound(one.name, value))
    return text


def _repeated(text: str, mark: str, values: tuple[str, ...]) -> str:
    lines = [
        line.replace(mark, value)
        for line in text.splitlines()
        for value in (values if mark in line else ("",))
    ]
    return "\n".join(lines) + "\n"


def _sound(name: str, value: str) -> str:
    if _UNSOUND.search(value):
        raise ValueError(f"{name}: “{value}” cannot stand in a configuration of nginx.")
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description="Fills in the configuration of nginx.")
    parser.add_argument("folder", help="where the filled files go")
    parser.add_argument("--name", action="append", required=True, dest="names", help="host name")
    for one in fields(Place):
        if one.name in ("static", "certificate", "key"):
            parser.add_argument(f"--{one.name}", required=True)
        elif one.name in ("application", "cache", "logs"):
            parser.add_argument(f"--{one.name}", default=one.default)
        elif one.name in ("plain", "tls"):
            parser.add_argument(f"--{one.name}", action="append", help="port, or address:port")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value}
    fill(Place(**{name: _kept(value) for name, value in given.items()}))


def _kept(value: str | list[str]) -> Any:
    return tuple(value) if isinstance(value, list) else value


if __name__ == "__main__":
    main()
