"""What the API answers, and its description. Loads django-ninja: only `views` imports it, late."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.timezone import localdate
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.responses import Status
from pydantic import Field

from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copies, copy_by_number
from tuphap.outlets.api import reading
from tuphap.outlets.api.dictionary import FIELDS

PREFIX = "/api/v1/"
LICENCE = "Được dùng lại theo giấy phép {name}, ghi nguồn và số của bản công bố."
MOST_ROWS = 200
NOT_FOUND = "Không tìm thấy. Xem các năm đã công bố tại /api/v1/years."

Year = Annotated[int, Field(ge=1, le=9999)]
Code = Annotated[str, Field(pattern="^[0-9]{1,10}$")]
# A zero byte comes no further than the border of the site.
Word = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=9999)]

api = NinjaAPI(
    title="Kết quả chuẩn tiếp cận pháp luật đã công bố",
    version="1",
    description="Chỉ đọc các bản công bố đã đóng. " + LICENCE.format(**settings.DATA_LICENCE),
    openapi_extra={
        "info": {
            "license": {
                "name": settings.DATA_LICENCE["name"],
                "url": settings.DATA_LICENCE["address"],
            }
        }
    },
    docs_url=None,
    openapi_url=None,
)


class Copy(Schema):
    year: int
    number: int
    published_at: str
    sha256: str
    note: str
    withdrawn_on: str | None
    withdrawn_why: str | None
    file: str


class YearAbout(Schema):
    year: int
    scope_code: str
    scope_name: str
    rule_set: str
    scale: str
    illustration: bool
    units: int
    met: int
    not_met: int
    pending: int
    average: str | None
    copy_in_use: Copy


class Result(Schema):
    year: int
    copy_number: int
    unit_code: str
    unit_name: str
    unit_kind: str
    group_code: str | None
    group_name: str | None
    self_total: str | None
    appraised_total: str | None
    final_total: str | None
    self_passed: str | None
    appraised_passed: str | None
    final_passed: str | None
    of: str | None
    difference: str | None
    scores: dict[str, str | None]
    met: bool
    failed_conditions: list[str]
    decision_number: str
    decision_date: str
    decided_by: str
    withdrawn_on: str | None


class Named(Schema):
    code: str
    name: str


class UnitResult(Result):
    """`relation` to the code asked for: same, predecessor or successor, over all mergers."""

    relation: Literal["same", "predecessor", "successor"]
    succeeded_by: list[Named]


class Page(Schema):
    count: int
    page: int
    pages: int
    results: list[Result]


class Field_(Schema):  # noqa: N801 - the name of pydantic's own Field is taken
    name: str
    meaning: str


class Choice(Schema):
    """`met`, `kind`, `group` and `q` narrow the list; `copy_number` asks for an older copy."""

    met: bool | None = Field(None, description="true: đạt chuẩn; false: chưa đạt; bỏ trống: tất cả")
    kind: Word = Field("", description="Loại đơn vị, ví dụ xã")
    group: Word = Field("", description="Mã đơn vị cấp trên")
    q: Word = Field("", description="Một phần tên đơn vị, không cần dấu")
    copy_number: Number | None = Field(
        None, description="Số của bản công bố; bỏ trống: bản mới nhất"
    )
    page: Number = Field(1, description="Số trang, từ 1")
    page_size: int = Field(50, ge=1, le=MOST_ROWS, description="Số dòng một trang, tối đa 200")


class Fault(Schema):
    detail: str


class NoResult(Fault):
    """Nothing is published of the unit or its family; what stands in its place today."""

    succeeded_by: list[Named]


FAULTS: dict[Any, Any] = {400: Fault, 404: Fault, 422: Fault, 429: Fault, 503: Fault}


@api.get("years", response={200: list[YearAbout], **FAULTS}, summary="Các năm đã công bố")
def years(request: HttpRequest) -> Any:
    return reading.years()


@api.get(
    "years/{year}/copies", response={200: list[Copy], **FAULTS}, summary="Các bản công bố của năm"
)
def year_copies(request: HttpRequest, year: Year) -> Any:
    if not copies(RESULTS, year).exists():
        raise Http404
    return reading.copies_of(year)


@api.get("years/{year}/results", response={200: Page, **FAULTS}, summary="Kết quả của năm")
def year_results(request: HttpRequest, year: Year, choice: Query[Choice]) -> Any:
    found = [
        row
        for row in reading.rows_of(_copy(year, choice.copy_number))
        if reading.fits(row, met=choice.met, kind=choice.kind, group=choice.group, text=choice.q)
    ]
    pages = max(1, -(-len(found) // choice.page_size))
    if choice.page > pages:
        raise Http404
    start = (choice.page - 1) * choice.page_size
    shown = found[start : start + choice.page_size]
    return {"count": len(found), "page": choice.page, "pages": pages, "results": shown}


@api.get(
    "units/{code}",
    response={200: list[UnitResult], **FAULTS, 404: NoResult},
    summary="Một đơn vị qua các năm",
    description="Kèm kết quả của các đơn vị hợp thành và các đơn vị kế tiếp, qua mọi lần sắp xếp. "
    "Mã cũ dùng được: succeeded_by nêu đơn vị đang đứng ở đó hôm nay, trống nếu đơn vị còn.",
)
def unit_history(request: HttpRequest, code: Code) -> Any:
    family = reading.family_of(code, localdate())
    found = list(reading.history_of(family))
    if found:
        return found
    later = family.succeeded_by
    names = ", ".join(f"{unit['name']} (mã {unit['code']})" for unit in later)
    sentence = f"Mã {code} nay thuộc {names}. Chưa công bố kết quả nào." if later else NOT_FOUND
    return Status(HTTPStatus.NOT_FOUND, {"detail": sentence, "succeeded_by": later})


@api.get("dictionary", response={200: list[Field_], **FAULTS}, summary="Ý nghĩa các trường")
def dictionary(request: HttpRequest) -> Any:
    return [{"name": name, "meaning": meaning} for name, meaning in FIELDS.items()]


def _copy(year: int, number: int | None) -> PublishedCopy:
    found = copy_by_number(RESULTS, year, number)
    if found is None:
        raise Http404
    return found


# --- the way in, and what is said when something is wrong ---


def answer(request: HttpRequest) -> HttpResponse:
    """The address is resolved here and not in the site's table, which would load all of this."""
    if request.path_info == f"{PREFIX}openapi.json":
        about = api.get_openapi_schema(path_prefix=PREFIX)
        return api.create_response(request, about, status=HTTPStatus.OK)
    try:
        match = _ways.resolve(request.path_info)
    except Http404 as nothing:
        return not_found(request, nothing)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Any) -> HttpResponse:
    return api.create_response(request, {"detail": NOT_FOUND}, status=HTTPStatus.NOT_FOUND)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, fault: Any) -> HttpResponse:
    names = ", ".join(sorted({str(error["loc"][-1]) for error in fault.errors}))
    sentence = f"Tham số không dùng được: {names}. Xem {PREFIX}openapi.json."
    return api.create_response(
        request, {"detail": sentence}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


_ways = URLResolver(RegexPattern(f"^{PREFIX}"), api.urls[0])
