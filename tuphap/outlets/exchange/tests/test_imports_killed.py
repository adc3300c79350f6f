"""A process killed in the middle of writing leaves nothing behind: it is one transaction.

The process is real and really killed.
"""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tuphap.modules.assessments.former_years.models import ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.outlets.exchange.tests.sheets import as_xlsx

pytestmark = pytest.mark.django_db(transaction=True)
# Dies where the last rows are written, with everything else of the year already there.
SCRIPT = """
import os, signal
import django
django.setup()
from tuphap.modules.assessments.former_years.models import ImportedResult
from django.core.management import call_command
def die(*_, **__):
    from tuphap.modules.assessments.models import Assessment
    assert Assessment.objects.count() == 4
    os.kill(os.getpid(), signal.SIGKILL)
ImportedResult.objects.bulk_create = die
call_command("import_results", "{file}", "--year", "{year}", "--decision", "1/QĐ", "--signed-on",
    "07/02/2020", "--decided-by", "Chủ tịch")
"""


def test_nothing_is_left_and_the_next_import_is_whole(settings, tmp_path) -> None:
    place = lists.Place()
    file = tmp_path / "ket-qua.xlsx"
    file.write_bytes(as_xlsx(place.rows()))
    script = SCRIPT.format(file=file, year=lists.YEAR)
    done = subprocess.run(
        [sys.executable, "-c", script], env=on_this_database(tmp_path), capture_output=True
    )
    assert done.returncode == -9, done.stderr.decode()
    for model in (Period, Assessment, ImportedResult, ImportBatch):
        assert not model.objects.exists()


def on_this_database(folder) -> dict[str, str]:
    values = connection.settings_dict
    url = f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"
    named = {"TUPHAP_DATA": str(folder), "DATABASE_URL": url}
    return {**os.environ, **named, "DJANGO_SETTINGS_MODULE": "tuphap.config.settings"}
