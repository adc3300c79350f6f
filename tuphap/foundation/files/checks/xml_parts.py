"""XML of foreign files: no DTD, no entity; read in pieces and told as plain events (F4)."""

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from tuphap.foundation.files.checks.reasons import refuse

DEEPEST = 256
SIMPLE_FIELD = "fldSimple"
Element = Callable[[str, Mapping[str, str]], None]
Text = Callable[[str], None]


def read(
    member: str,
    chunks: Iterable[bytes],
    tell: Element | None = None,
    text_of: tuple[str, Text] | None = None,
    listen: Callable[[expat.XMLParserType], None] | None = None,
) -> None:
    """Well-formed and without a document type; the parser stops at the first word of one.

    `tell` hears the local name and the attributes of every element, `text_of` the text inside the
    elements of one name and the words of simple fields; `listen` sets its own handlers. Without
    them only the parser itself works.
    """
    parser = _parser(member)
    if tell is not None:
        _listen(parser, tell)
    if text_of is not None:
        _listen_inside(parser, *text_of)
    if listen is not None:
        listen(parser)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        refuse("file_broken")


def _listen(parser: expat.XMLParserType, tell: Element) -> None:
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            refuse("file_broken")
        tell(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end


def _listen_inside(parser: expat.XMLParserType, element: str, hear: Text) -> None:
    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.endswith(element):
            parser.CharacterDataHandler = hear
        elif name.endswith(SIMPLE_FIELD):
            hear(f" {' '.join(attributes.values())} ")

    def end(name: str) -> None:
        if name.endswith(element):
            parser.CharacterDataHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end


def _parser(member: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def no_document_type(*_: object) -> None:
        refuse("xml_dtd", member=member)

    parser.StartDoctypeDeclHandler = no_document_type
    parser.EntityDeclHandler = no_document_type
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]
