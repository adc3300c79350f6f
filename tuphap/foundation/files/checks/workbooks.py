"""What a workbook does by itself when it is opened: formulas and parts that run or fetch (F5)."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from tuphap.foundation.files.checks import xml_parts
from tuphap.foundation.files.checks.reasons import refuse

# Elements that name a program or an address to be asked, whatever the part is called.
_FETCHES = {"ddeLink": "DDE", "oleLink": "OLE", "connections": "kết nối dữ liệu", "webPr": "web"}
_FORMULAS = frozenset(("f", "definedName", "formula", "formula1", "formula2"))
_CALLS = re.compile(r"\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|DDE)\s*\(", re.I)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
# No operator of a formula; between a program and what it is asked it is DDE.
_ASKS_PROGRAM = "|"
_PIECES_AT_ONCE = 512


def look(member: str, pieces: Iterable[bytes]) -> None:
    """Every formula of a part is read; elements are only looked at by name, for there are many."""
    words: list[str] = []

    def listen(parser: expat.XMLParserType) -> None:
        kinds: dict[str, str] = {}
        hears = False

        def start(name: str, attributes: object) -> None:
            nonlocal hears
            kind = kinds.get(name)
            if kind is None:
                kind = kinds[name] = name.rpartition(":")[2]
                if kind in _FETCHES:
                    refuse("office_fetches", what=_FETCHES[kind])
            if kind in _FORMULAS:
                if len(words) > _PIECES_AT_ONCE:
                    _require_quiet(words)
                words.append("\n")
                parser.CharacterDataHandler, hears = words.append, True
            elif hears:
                parser.CharacterDataHandler, hears = None, False

        parser.StartElementHandler = start

    xml_parts.read(member, pieces, listen=listen)
    _require_quiet(words)


def _require_quiet(words: list[str]) -> None:
    for formula in "".join(words).split("\n"):
        plain = _QUOTED.sub("", formula)
        found = _CALLS.search(plain)
        if found or _ASKS_PROGRAM in plain:
            refuse("office_fetches", what=found[1].upper() if found else "DDE")
    words.clear()
