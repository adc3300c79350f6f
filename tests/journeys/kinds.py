"""Kinds of pages, by the names of their addresses."""

from django.urls import Resolver404, resolve

FILES = {"api:v1", "assessments:file", "agencies:file", "assessments:desk_open"}
# The year by points looks at these on telephones, and at more in them than there is elsewhere.
CLOSELY_IN_A_YEAR = {
    "assessments:comparison_year",
    "assessments:decisions",
    "assessments:desk",
    "assessments:desk_finish",
    "assessments:desk_return",
    "assessments:home",
    "assessments:period",
    "assessments:period_open",
    "assessments:periods",
    "assessments:queue",
    "assessments:sheet",
    "assessments:sheet_history",
    "portal:home",
    "portal:open_data",
    "portal:results",
    "portal:unit",
    "portal:year",
}


def kind_of(path: str) -> str:
    """The name of the address; "" for files and for what is not ours."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name in FILES or "." in path else name
