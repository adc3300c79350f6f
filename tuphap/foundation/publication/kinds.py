"""Series of published copies, and what their payload holds.

`RESULTS`, schema "tuphap-results/2": one year of one scope. Plain JSON without a float, so that
one content has one text and one SHA-256; decimals are texts with a point, days are ISO texts.

    schema, year, units_on, illustration
    scope        code, name
    rule_set     code, name, title, scale ("points" | "pass"), total_max, notice, unit_kinds,
                 criteria [code, name, max_points, indicators [code, name, max_points]],
                 conditions [code, text, short_name, kind, value]; since 2 each indicator has
                 contents [code, name, max_points, not_arisen, scoring (kind and its levels)]
    groups       code, name, short_name, kind: the units between scope and the assessed units
    summary      units, met, not_met, average, pending (units left out: not decided yet),
                 not_assessed (units that are not assessed this year; only where there are any)
    units        code, name, kind, group_code, met, failed_conditions, difference,
                 decision (number, signed_on, decided_by),
                 self, appraised, final (each: total, met, scores by code of node;
                 in scale "pass" scores are "1" and "0", total is null, passed and of count;
                 passed is null where a list says only who met),
                 unknown_conditions (codes nobody answered; only where there are any: of such a
                 unit the result is the word of the decision),
                 measures by content (key, done, due, as_of): what the system knew at that moment;
                 left out where it knew nothing
    figures      since 2: by code of unit and of content the final figures and their points: done
                 and due | option | chosen | assigned_on and done_on | not_arisen | hidden (few
                 people); of a gate: holds
    days         since 2: off and worked, where deadlines were counted with them

Copies of schema 1 stay as they are; `rules/published_check.py` computes both once more.
"""

RESULTS = "tuphap-results"
RESULTS_SCHEMA = "tuphap-results/2"
# What a series is called where people read of it.
LABELS = {RESULTS: "Kết quả đánh giá"}
