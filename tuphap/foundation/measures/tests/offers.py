"""Two modules that offer figures, as settings name them; what was asked is kept."""

from datetime import UTC, datetime

from tuphap.foundation.measures.registry import Figure, Measure, Offer

NOW = datetime(2026, 11, 5, 3, tzinfo=UTC)
ASKED: list[tuple[tuple[int, ...], object, tuple[str, ...]]] = []


def figure(done: int, due: int) -> Figure:
    return Figure(done, due, NOW, "/danh-sach/")


def _read(known):
    def read(units, days, keys):
        ASKED.append((tuple(units), days, tuple(keys)))
        return {(u, k): found for (u, k), found in known.items() if u in units and k in keys}

    return read


MEDIATION = Offer(
    measures=(
        Measure("mediation.resolved", "vụ, việc", "Phần mềm Hòa giải"),
        Measure("mediation.mediated", "vụ, việc", "Phần mềm Hòa giải"),
    ),
    read=_read(
        {
            (1, "mediation.resolved"): figure(38, 38),
            (2, "mediation.resolved"): figure(3, 4),
            (1, "mediation.mediated"): figure(38, 40),
        }
    ),
)
DOSSIERS = Offer(
    measures=(Measure("dossiers.on_time", "hồ sơ", "Một cửa"),),
    read=_read({(1, "dossiers.on_time"): figure(90, 100)}),
)
DOUBLE = Offer(measures=DOSSIERS.measures, read=_read({}))
