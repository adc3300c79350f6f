"""Foreign keys follow the arrows that imports follow; the table of places is the same."""

from django.apps import apps
from django.db.models import Model

from tests.architecture.source import contract

LAYERS = {
    "tuphap": contract("arrows")["layers"],
    "tuphap.foundation": contract("inside-foundation")["layers"],
    "tuphap.outlets": contract("outlets")["layers"],
}
KNOWN_MODULES = {
    tuple(app for end in pair.split(" -> ") for app in [end.removesuffix(".**")])
    for pair in contract("modules-are-strangers")["ignore_imports"]
}


def our_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("tuphap.")
    ]


def app_of(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def height(folder: str, place: str) -> int:
    """How far down the arrows a folder stands; the larger may be pointed at."""
    for number, layer in enumerate(LAYERS[folder]):
        if place in [name.strip() for name in layer.split("|")]:
            return number
    raise AssertionError(f"{folder}.{place} has no place in the contracts of pyproject.toml")


def may_point(source: str, target: str) -> bool:
    if source == target:
        return True
    (_, source_part, source_app), (_, target_part, target_app) = (
        source.split("."),
        target.split("."),
    )
    if source_part != target_part:
        return height("tuphap", source_part) < height("tuphap", target_part)
    if source_part == "modules":
        return (source, target) in KNOWN_MODULES
    folder = f"tuphap.{source_part}"
    return height(folder, source_app) < height(folder, target_app)


def test_foreign_keys_follow_the_arrows() -> None:
    against = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("tuphap.")
        if not may_point(app_of(model), app_of(field.related_model))
    ]
    assert against == []


def test_the_table_forbids_the_way_back() -> None:
    assert may_point("tuphap.modules.assessments", "tuphap.modules.criteria")
    assert not may_point("tuphap.modules.criteria", "tuphap.modules.assessments")
    assert not may_point("tuphap.foundation.units", "tuphap.foundation.accounts")
    assert not may_point("tuphap.foundation.files", "tuphap.modules.assessments")


def test_the_journal_outlives_what_it_tells_of() -> None:
    """No foreign key leaves the audit app: an event stays when its subject is gone."""
    leaving = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if app_of(model) == "tuphap.foundation.audit"
        for field in model._meta.get_fields()
        if field.is_relation
    ]
    assert leaving == []
