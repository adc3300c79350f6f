"""The tables of the yearly assessment, one file per subject; Django finds them all here."""

from tuphap.modules.assessments.models.checks import (
    CheckLevel,
    ContentStatistics,
    FindingReview,
)
from tuphap.modules.assessments.models.columns import (
    COLUMN_LABELS,
    COLUMNS,
    ColumnSummary,
    Entry,
)
from tuphap.modules.assessments.models.comments import (
    LONGEST_COMMENT,
    Comment,
    Comments,
)
from tuphap.modules.assessments.models.dossiers import (
    STATUS_LABELS,
    Assessment,
    Decision,
    Dossiers,
)
from tuphap.modules.assessments.models.evidence import (
    Evidence,
)
from tuphap.modules.assessments.models.extensions import (
    Extension,
)
from tuphap.modules.assessments.models.former import (
    FormerResult,
)
from tuphap.modules.assessments.models.links import (
    SubmitLink,
)
from tuphap.modules.assessments.models.openings import (
    DocumentOpening,
)
from tuphap.modules.assessments.models.people import (
    LineSignature,
)
from tuphap.modules.assessments.models.periods import (
    Period,
    StepDate,
)
from tuphap.modules.assessments.models.posting import (
    PublicComment,
    PublicComments,
)
from tuphap.modules.assessments.models.scans import (
    ScannedPage,
    ScannedPaper,
)
from tuphap.modules.assessments.models.seen import (
    DossierSeen,
)
from tuphap.modules.assessments.models.typed import (
    Typing,
)

__all__ = [
    "COLUMNS",
    "COLUMN_LABELS",
    "LONGEST_COMMENT",
    "STATUS_LABELS",
    "Assessment",
    "CheckLevel",
    "ColumnSummary",
    "Comment",
    "Comments",
    "ContentStatistics",
    "Decision",
    "DocumentOpening",
    "DossierSeen",
    "Dossiers",
    "Entry",
    "Evidence",
    "Extension",
    "FindingReview",
    "FormerResult",
    "LineSignature",
    "Period",
    "PublicComment",
    "PublicComments",
    "ScannedPage",
    "ScannedPaper",
    "StepDate",
    "SubmitLink",
    "Typing",
]
