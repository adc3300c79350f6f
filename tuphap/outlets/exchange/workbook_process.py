"""Opens one workbook from standard input and prints its visible sheets as JSON.

Runs as a process of its own: a hostile file can make the reader ask for any amount of memory,
which ends that process and not ours.
"""

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMORY_BYTES = 1_500_000_000
SECONDS = 30

PASSWORD, DAMAGED, TOO_LARGE = 3, 4, 5


def main(most_rows: int, most_columns: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        sheets = _sheets(sys.stdin.buffer.read(), most_rows, most_columns)
    except python_calamine.PasswordError:
        return PASSWORD
    except (OverflowError, MemoryError):
        return TOO_LARGE
    except BaseException:  # the reader's own panics are no ordinary exceptions
        return DAMAGED
    json.dump(sheets, sys.stdout, ensure_ascii=True)
    return 0


def _sheets(data: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    import python_calamine as calamine

    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    for metadata in workbook.sheets_metadata:
        if metadata.visible != calamine.SheetVisibleEnum.Visible:
            continue
        if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        last_row, last_column = sheet.end or (0, 0)
        if last_row >= most_rows or last_column >= most_columns:
            raise OverflowError
        rows = sheet.to_python(skip_empty_area=False)
        found.append({"name": metadata.name, "rows": [[_plain(c) for c in r] for r in rows]})
    return found


def _plain(cell: Any) -> Any:
    """JSON keeps text, numbers and truth; a date travels in a list of one."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return [cell.isoformat()]
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
