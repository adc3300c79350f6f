"""Which sets can be tried on which years, and one trial."""

from dataclasses import dataclass

from django.http import Http404

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.comparison import periods_compared
from tuphap.modules.assessments.queries.final_sheets import final_sheets
from tuphap.modules.assessments.trial_run.overview import Trial, trial_of
from tuphap.modules.criteria.models import RuleSet
from tuphap.modules.criteria.queries import newest_first, parsed
from tuphap.rules.permissions import Actor


@dataclass(frozen=True)
class Offer:
    """Periods of the past, and the newest version of every set with contents."""

    periods: tuple[Period, ...]
    sets: tuple[RuleSet, ...]


def offer(actor: Actor) -> Offer:
    periods = tuple(p for p in periods_compared(actor) if p.rule_set.content_count)
    return Offer(periods, tuple(one for one in newest_first() if one.content_count))


@dataclass(frozen=True)
class Run:
    period: Period
    tried: RuleSet
    trial: Trial

    @property
    def title(self) -> str:
        return f"Chạy thử bộ tiêu chí {self.tried.short_name} trên số liệu năm {self.period.year}"


def run(found: Offer, period_id: str, set_id: str, actor: Actor) -> Run:
    """404 for what was not offered: another province's year, a set without contents."""
    period = next((p for p in found.periods if str(p.pk) == period_id), None)
    tried = next((s for s in found.sets if str(s.pk) == set_id), None)
    if period is None or tried is None:
        raise Http404
    sheets = final_sheets(period, actor)
    trial = trial_of(parsed(tried), parsed(period.rule_set), sheets, work_calendar())
    return Run(period, tried, trial)
