"""Which tables go into the folder, and a reason for each table or column that does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model

_MADE_BY_MIGRATE = "phần mềm tự lập lại khi tạo cơ sở dữ liệu"
_QUEUE = "việc đang chờ máy chủ này làm, không phải dữ liệu của cơ quan"
_GUESSES = "số lần đăng nhập sai, chỉ giữ ít phút"
LEFT_OUT = {
    "account_emailconfirmation": "đường dẫn xác nhận thư, gắn với khóa của máy chủ này",
    "assessments_submitlink": "đường dẫn gửi hồ sơ dùng một lần, gắn với khóa của máy chủ này;"
    " lần gửi đã xong có trong audit_event",
    "auth_group": _MADE_BY_MIGRATE,
    "auth_group_permissions": _MADE_BY_MIGRATE,
    "auth_permission": _MADE_BY_MIGRATE,
    "axes_accessattempt": _GUESSES,
    "axes_accessattemptexpiration": _GUESSES,
    "axes_accessfailurelog": _GUESSES,
    "axes_accesslog": _GUESSES,
    "django_content_type": _MADE_BY_MIGRATE,
    "django_migrations": "trạng thái bảng, ghi ở mục migrations của manifest.json",
    "django_session": "phiên đăng nhập đang mở",
    "import_progress_readingprogress": "bước đang đọc của tệp, chỉ có nghĩa trong lúc đọc",
    "jobs_jobfault": _QUEUE,
    "mfa_authenticator": "bí mật của xác thực hai bước; mỗi người bật lại ở nơi mới",
    "presence_openpage": "trang đang mở, chỉ giữ ít phút",
    "procrastinate_events": _QUEUE,
    "procrastinate_jobs": _QUEUE,
    "procrastinate_periodic_defers": _QUEUE,
    "procrastinate_workers": _QUEUE,
    "province_desk_bigexport": "tệp xuất chỉ giữ vài ngày, xuất lại được",
    "publication_keptpage": "trang công khai dựng sẵn, dựng lại được từ bản công bố",
    "request_keys_answeredrequest": "câu trả lời đã gửi, chỉ giữ một ngày",
}
# What stands in place of a column when the folder is read in: no password opens the account.
LEFT_OUT_COLUMNS = {
    ("accounts_person", "password"): (
        "!",
        "mật khẩu đã băm không rời máy chủ; mỗi người đặt mật khẩu mới bằng “Quên mật khẩu”",
    ),
}


@dataclass(frozen=True)
class Table:
    name: str
    model: type[Model]
    fields: tuple["Field[object, object]", ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(str(field.column) for field in self.fields)

    @property
    def key(self) -> str:
        return next(str(field.column) for field in self.fields if field.primary_key)

    @property
    def filled_in(self) -> dict[str, str]:
        """Columns that stand in no file, with the value they get."""
        return {
            column: value
            for (table, column), (value, _) in LEFT_OUT_COLUMNS.items()
            if table == self.name
        }


def tables() -> list[Table]:
    """In the order of their names, columns in the order of the model: the same everywhere."""
    found = {model._meta.db_table: model for model in _stored_models()}
    return [
        Table(name, found[name], tuple(_fields(found[name])))
        for name in sorted(found)
        if name not in LEFT_OUT
    ]


def _stored_models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _fields(model: type[Model]) -> Iterator["Field[object, object]"]:
    for field in model._meta.concrete_fields:
        if (model._meta.db_table, field.column) not in LEFT_OUT_COLUMNS:
            yield field


def migrations() -> list[str]:
    """What the tables are made by: “app.name”, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT app || '.' || name FROM django_migrations")
        return sorted(str(row[0]) for row in cursor.fetchall())


def quoted(*names: str) -> str:
    """Names of our own tables and columns as SQL."""
    return ", ".join(connection.ops.quote_name(name) for name in names)
