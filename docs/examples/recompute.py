"""Every published result, from raw figures: `python3 recompute.py FILE.json`; 0 when all agree."""

import hashlib
import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path


def content(rule, line, days):
    scoring = rule["scoring"]
    if "hidden" in line:  # few people: the figures are not published, their points are
        return Fraction(line["points"])
    if "not_arisen" in line:
        return Fraction(rule["max_points"] or 1)
    if "done" in line:
        rate = Fraction(100 * line["done"], line["due"])
        bands = scoring.get("bands") or [{"at_least": scoring["pass_at"], "points": 1}]
        return max([Fraction(b["points"]) for b in bands if rate >= Fraction(b["at_least"])] or [0])
    if "option" in line:
        option = next(o for o in scoring["options"] if o["key"] == line["option"])
        return Fraction(option["points"] if "points" in option else option["passes"])
    if "chosen" in line:
        return Fraction(len(line["chosen"]) >= scoring["minimum"])
    day, left = date.fromisoformat(line["assigned_on"]), scoring["working_days"]
    while left and str(day) < line["done_on"]:
        day += timedelta(1)
        left -= str(day) in days["worked"] or (day.weekday() < 5 and str(day) not in days["off"])
    return Fraction(str(day) >= line["done_on"])


data = json.loads(Path(sys.argv[1]).read_text())
payload, rules = data["payload"], data["payload"]["rule_set"]
climb, key = (min, "passed") if rules["scale"] == "pass" else (sum, "total")
days, codes = payload.get("days"), [unit["code"] for unit in payload["units"]]
wrong = ["label"] * (data["year"] != payload["year"] or not 0 < len(set(codes)) == len(codes))
text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
wrong += ["sha256"] * (hashlib.sha256(text.encode()).hexdigest() != data["sha256"])
for unit in payload["units"]:
    lines, got, tops = payload["figures"][unit["code"]], {}, 0
    for top in rules["criteria"]:
        for row in top["indicators"]:
            got[row["code"]] = climb(content(c, lines[c["code"]], days) for c in row["contents"])
        below = [got[row["code"]] for row in top["indicators"]]
        got[top["code"]] = climb(below)
        tops += sum(below)
    wrong += [f"{unit['code']} {c}" for c in got if Fraction(unit["final"]["scores"][c]) != got[c]]
    wrong += [f"{unit['code']} {key}"] * (Fraction(unit["final"][key]) != tops)
sys.exit("\n".join(wrong) if wrong else print("Khớp"))
