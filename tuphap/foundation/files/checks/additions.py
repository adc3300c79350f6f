"""What was added to a PDF after its first bytes: signatures alone, or something else as well.

The first bytes hold a form already: without one pyHanko cannot compare.
"""

from typing import IO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification

from tuphap.foundation.files.checks.request import Facts, Request


def look_at_additions(body: IO[bytes], request: Request) -> Facts:
    """`base_size` is where a revision ends; whoever asks knows that the bytes before it are his."""
    body.seek(0)
    try:
        reader = PdfFileReader(body, strict=False)
        starts = map(reader.xrefs.get_startxref_for_revision, range(reader.xrefs.total_revisions))
        ours = sum(start < request.base_size for start in starts)
        found = DEFAULT_DIFF_POLICY.review_file(reader, ours - 1)
        harmless = not isinstance(found, SuspiciousModification)
    except (PdfError, SuspiciousModification, ValueError, KeyError, TypeError, IndexError):
        harmless = False
    return Facts(more={"signatures_only": harmless})
