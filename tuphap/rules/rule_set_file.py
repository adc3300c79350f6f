"""Rule sets as YAML text: the three that are shipped, and whatever a province hands in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import InvalidRuleSet, RuleSet, parse

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_FOLDER = DATA / "rule_sets"
MAPPINGS = DATA / "content_mappings.yaml"
LARGEST_TEXT = 1_000_000


class _StrictLoader(yaml.SafeLoader):
    """Refuses what YAML takes in silence: a key written twice, and anchors, which can explode."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("không dùng neo và bí danh (&, *)")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"mục “{key}” ghi hai lần, dòng {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


def document_from_yaml(text: str) -> Mapping[str, Any]:
    """The bare document, to be kept as it was handed in; `parse` decides whether it is sound."""
    if len(text) > LARGEST_TEXT:
        raise InvalidRuleSet([f"Tệp dài hơn {LARGEST_TEXT} ký tự"])
    try:
        document = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        reason = " ".join(str(problem).split())
        raise InvalidRuleSet([f"Không đọc được YAML: {reason}"]) from None
    if not isinstance(document, Mapping):
        raise InvalidRuleSet(["Tệp không phải là một bộ tiêu chí"])
    return document


def parse_yaml(text: str) -> RuleSet:
    return parse(document_from_yaml(text))


def shipped_codes() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED_FOLDER.glob("*.yaml")))


def shipped_document(code: str) -> Mapping[str, Any]:
    """The document of a shipped set; an unknown code is refused with the known ones."""
    if code not in shipped_codes():
        known = ", ".join(shipped_codes())
        raise Refused(
            "unknown_rule_set",
            f"Không có bộ tiêu chí “{code[:40]}”. Các bộ có sẵn: {known}.",
            Kind.INVALID,
        )
    path = SHIPPED_FOLDER / f"{code}.yaml"
    return document_from_yaml(path.read_text(encoding="utf-8"))


@cache
def shipped(code: str) -> RuleSet:
    return parse(shipped_document(code))


def shipped_mappings() -> list[Mapping[str, Any]]:
    """Pairs of sets with the contents that count the same things; see `content_mapping`."""
    text = MAPPINGS.read_text(encoding="utf-8")
    rows: list[Mapping[str, Any]] = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    return rows
