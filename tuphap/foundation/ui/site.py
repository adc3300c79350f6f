"""The settings of the site as every page shows them: read from a file, never from the database.

`foundation/site` writes the file when settings are saved; each web process looks at its time stamp
with every page and reads it anew when it has changed. Error pages are made from it too.
"""

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from tuphap.rules.site_texts import Link, links, paragraphs

logger = logging.getLogger(__name__)
FILE = "current.json"


@dataclass(frozen=True)
class Site:
    """`css` and `emblem` are names of files that are served; `mark` names this state of it all."""

    upper: str
    name: str
    address: str = ""
    telephone: str = ""
    email: str = ""
    contact: str = ""
    intro: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    css: str = ""
    emblem: str = ""
    mark: str = ""


@dataclass
class _Seen:
    """What was read last in this process."""

    stamp: tuple[str, int, int] | None = None
    site: Site | None = field(default=None)


_seen = _Seen()


def current() -> Site:
    """As saved last; as the environment says where nobody has saved anything."""
    place = Path(settings.SITE_FOLDER) / FILE
    try:
        found = place.stat()
        stamp = (str(place), found.st_mtime_ns, found.st_ino)
        if _seen.stamp != stamp or _seen.site is None:
            _seen.site, _seen.stamp = site_of(json.loads(place.read_bytes())), stamp
    except FileNotFoundError:
        return Site(settings.OFFICE["upper"], settings.OFFICE["name"])
    except (OSError, ValueError, KeyError):
        logger.warning("The settings of the site could not be read; those before are shown")
        return _seen.site or Site(settings.OFFICE["upper"], settings.OFFICE["name"])
    return _seen.site


def site_of(values: dict[str, Any]) -> Site:
    """From plain values; texts are cleaned again before they are shown."""
    plain = ("address", "telephone", "email", "contact", "css", "emblem", "mark")
    return Site(
        upper=values["upper"],
        name=values["name"],
        intro=paragraphs(values.get("intro", "")),
        links=links(values.get("links", "")),
        **{key: values.get(key, "") for key in plain},
    )
