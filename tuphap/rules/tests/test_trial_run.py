"""Figures carried to another set: same, changed, counted otherwise, new, gone; never a zero."""

from dataclasses import replace

from tuphap.rules.content_scoring import Answer
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.trial_run import CHANGED, NEW, RECOUNTED, SAME, try_sheet, way_between

OLD, LATER = shipped("25-2021"), shipped("27-2025")
CALENDAR = WorkCalendar()


def with_content(rule_set, code, **changes):
    """The same set with one content changed."""

    def mended(content):
        return replace(content, **changes) if content.code == code else content

    criteria = tuple(
        replace(
            criterion,
            indicators=tuple(
                replace(i, contents=tuple(map(mended, i.contents))) for i in criterion.indicators
            ),
        )
        for criterion in rule_set.criteria
    )
    return replace(rule_set, criteria=criteria)


def states(way):
    return {row.content.code: row.state for row in way.rows}


def test_between_two_regimes_only_what_is_mapped_comes_along():
    way = way_between(LATER, OLD)
    carried = {row.content.code: row.earlier for row in way.rows if row.has_figures}
    assert carried == {
        "2.3.1": "2.2.1",
        "2.4.2": "2.4.1",
        "2.6.3": "2.5.2",
        "3.2.1": "3.1.1",
        "3.2.2": "3.1.2",
    }
    assert {code for code, state in states(way).items() if state == NEW} == {
        c.code for c in contents(LATER)
    } - set(carried)
    assert "1.1.1" in {content.code for content in way.gone}
    assert "2.4.1" not in {content.code for content in way.gone}


def test_within_a_set_a_changed_content_is_named():
    code = contents(OLD)[0].code
    other = next(c for c in contents(OLD) if type(c.scoring) is not type(contents(OLD)[0].scoring))
    assert set(states(way_between(OLD, OLD)).values()) == {SAME}
    assert states(way_between(with_content(OLD, code, name="Tên khác"), OLD))[code] == CHANGED
    recounted = way_between(with_content(OLD, code, scoring=other.scoring), OLD)
    assert states(recounted)[code] == RECOUNTED
    assert code in {content.code for content in recounted.gone}


def test_what_has_no_figure_is_unknown_and_never_a_zero():
    way = way_between(LATER, OLD)
    full = {code: Answer(done=10, due=10) for code in ("2.2.1", "2.4.1", "2.5.2", "3.1.1", "3.1.2")}
    tried = try_sheet(way, full, {}, CALENDAR)
    assert tried.met is None
    assert set(tried.unknown) >= {c.code for c in contents(LATER)} - {
        "2.3.1",
        "2.4.2",
        "2.6.3",
        "3.2.1",
        "3.2.2",
    }
    # A figure that fails for certain decides, whatever is not known.
    failing = try_sheet(way, {**full, "3.1.1": Answer(done=0, due=10)}, {}, CALENDAR)
    assert failing.met is False
    assert len(failing.failing) == 1
    assert failing.reasons == ("nội dung 3.2.1 chưa đạt",)
    lacking = {code: answer for code, answer in full.items() if code != "3.1.1"}
    assert "3.2.1" in try_sheet(way, lacking, {}, CALENDAR).unknown


def test_with_points_the_figures_behind_a_failing_condition_are_named():
    nothing = {content.code: Answer(done=0, due=10) for content in contents(OLD)}
    tried = try_sheet(way_between(OLD, OLD), nothing, {"DK3": False}, CALENDAR)
    assert len(tried.reasons) == len(tried.failing)
    assert tried.reasons[tried.failing.index("DK3")]


def test_a_gate_comes_along_where_it_is_worded_the_same():
    way = way_between(OLD, OLD)
    assert way.gates == {"DK3": "DK3"}
    assert way_between(replace(OLD, conditions=()), OLD).gates == {}
