"""What was added to a PDF after its first bytes: signatures alone, or something else as well."""

from typing import IO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification

from tuphap.foundation.files.checks.request import Facts, Request

FIRST_REVISION = 0


def look_at_additions(body: IO[bytes], request: Request) -> Facts:
    """`base_size` is where the first revision ends; whoever asks knows that these bytes are his."""
    body.seek(0)
    try:
        reader = PdfFileReader(body, strict=False)
        inside = reader.xrefs.get_startxref_for_revision(FIRST_REVISION) < request.base_size
        found = DEFAULT_DIFF_POLICY.review_file(reader, FIRST_REVISION)
        harmless = inside and not isinstance(found, SuspiciousModification)
    except (PdfError, ValueError, KeyError, TypeError, IndexError):
        harmless = False
    return Facts(more={"signatures_only": harmless})
