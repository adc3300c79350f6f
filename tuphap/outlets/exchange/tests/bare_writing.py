"""The same cells by XlsxWriter alone: what the table of an export is measured against."""

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter

from tuphap.outlets.exchange.tables import Cell


def write_bare(out: BinaryIO, lines: Sequence[Sequence[Cell]]) -> None:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write_number(number, place, cell)
