"""Word and Excel files: what runs, embeds or fetches is refused (F5)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import IO

from tuphap.foundation.files.checks import workbooks, xml_parts
from tuphap.foundation.files.checks.container import opened, unpacked
from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Facts, Request
from tuphap.foundation.files.kinds import KINDS

TYPES = "[Content_Types].xml"
_MAIN = {"docx": "wordprocessingml.document.main+xml", "xlsx": "spreadsheetml.sheet.main+xml"}
# What the name, the declared type or the relationship of a part gives away, and the reason.
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"vba(project|data)|macroenabled|/macrosheets/|ms-excel\.macrosheet", re.I),
        "office_macro",
    ),
    (re.compile(r"activex", re.I), "office_activex"),
    (re.compile(r"/embeddings/|oleobject|/package$|vnd\.ms-package", re.I), "office_ole"),
    (
        re.compile(
            r"/afchunk|text/html|xhtml\+xml|message/rfc822|\.(html?|mht|mhtml|xhtml)$", re.I
        ),
        "office_html",
    ),
)
_FETCHING_FIELD = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|LINK)\b", re.I
)
# An address may hold any of these words; what holds a space is no address.
_LINK_TO_ADDRESS = re.compile(r'\bHYPERLINK\s+"[^"\s]{0,2000}"', re.I)
_HARMLESS_TARGET = re.compile(r"(https?|mailto):", re.I)
_ANOTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.I)
# A kind of part that holds no XML although it begins like it.
_XML_ENDINGS = (".xml", ".rels", ".vml", ".svg")


def look(body: IO[bytes], request: Request) -> Facts:
    """Every part is unpacked once, counted, and read where it is XML."""
    seen_types = False
    with opened(body, request) as archive:
        for member, first, rest in unpacked(archive, request):
            _require_harmless(f"/{member}", member, request)
            if _is_xml(member, first):
                _look_at_xml(member, chain((first,), rest), request)
            _read_to_the_end(rest)
            seen_types = seen_types or member == TYPES
    if not seen_types:
        refuse("file_unlike", expected=KINDS[request.kind].words)
    return Facts()


def _read_to_the_end(pieces: Iterator[bytes]) -> None:
    """Counted, and compared with its check sum, is only what was read."""
    for _ in pieces:
        pass


def _is_xml(member: str, first: bytes) -> bool:
    starts = first[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
    return member.lower().endswith(_XML_ENDINGS) or starts


def _look_at_xml(member: str, pieces: Iterable[bytes], request: Request) -> None:
    if member == TYPES:
        _look_at_types(pieces, request)
    elif member.lower().endswith(".rels"):
        xml_parts.read(member, pieces, _relationship(request))
    elif request.kind == "docx":
        _look_at_fields(member, pieces)
    else:
        workbooks.look(member, pieces)


def _look_at_types(pieces: Iterable[bytes], request: Request) -> None:
    declared: list[str] = []

    def tell(name: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        part = attributes.get("PartName") or attributes.get("Extension", "")
        _require_harmless(kind, part, request)
        declared.append(kind)

    xml_parts.read(TYPES, pieces, tell)
    if not any(kind.endswith(_MAIN[request.kind]) for kind in declared):
        refuse("file_unlike", expected=KINDS[request.kind].words)


def _relationship(request: Request) -> Callable[[str, Mapping[str, str]], None]:
    def tell(name: str, attributes: Mapping[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        _require_harmless(kind, target, request)
        if attributes.get("TargetMode", "").lower() == "external":
            _require_harmless_target(kind, target)

    return tell


def _require_harmless_target(kind: str, target: str) -> None:
    """Links that a person may press are allowed; what opens by itself is not."""
    if kind.endswith("/attachedTemplate"):
        refuse("office_template", target=target)
    leads_out = _ANOTHER_SCHEME.match(target) and not _HARMLESS_TARGET.match(target)
    if not kind.endswith("/hyperlink") or leads_out:
        refuse("office_external", target=target)


def _look_at_fields(member: str, pieces: Iterable[bytes]) -> None:
    """Fields of Word: the words of one may be cut into many pieces."""
    words: list[str] = []
    xml_parts.read(member, pieces, text_of=("instrText", words.append))
    found = _FETCHING_FIELD.search(_LINK_TO_ADDRESS.sub(" ", "".join(words)))
    if found:
        refuse("office_field", field=found.group().upper())


def _require_harmless(sign: str, member: str, request: Request) -> None:
    for pattern, reason in _SIGNS:
        if pattern.search(sign):
            values = {
                "office_macro": {"expected": KINDS[request.kind].words},
                "office_activex": {},
            }.get(reason, {"member": member})
            refuse(reason, **values)
