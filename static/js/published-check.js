/* Computes a published copy once more, in the browser of whoever doubts it: the same as
   tuphap/rules/published_check.py, written a second time on purpose. Exact: BigInt, no float. */
(function () {
  "use strict";

  var FIGURE = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;
  var COLUMNS = ["self", "appraised", "final"];
  var ZERO, ONE;

  function fault(what) {
    throw new Error(what);
  }

  /* --- exact figures: n / d with d above 0, not shortened --- */

  function over(n, d) {
    return { n: n, d: d };
  }

  function whole(number) {
    return over(BigInt(number), BigInt(1));
  }

  function exact(text) {
    if (text === null || text === undefined) return null;
    if (typeof text !== "string" || !FIGURE.test(text)) fault("no figure");
    var parts = text.split(".");
    var decimals = parts[1] || "";
    return over(BigInt(parts[0] + decimals), BigInt(10) ** BigInt(decimals.length));
  }

  function add(a, b) {
    return over(a.n * b.d + b.n * a.d, a.d * b.d);
  }

  function minus(a, b) {
    return add(a, over(-b.n, b.d));
  }

  function times(a, b) {
    return over(a.n * b.n, a.d * b.d);
  }

  function reaches(a, b) {
    return a.n * b.d >= b.n * a.d;
  }

  function sum(values) {
    return values.reduce(add, ZERO);
  }

  function least(values) {
    return values.reduce(function (a, b) { return reaches(a, b) ? b : a; });
  }

  function mark(passed) {
    return passed ? ONE : ZERO;
  }

  ZERO = whole(0);
  ONE = whole(1);

  /* --- one content --- */

  function count(value) {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) fault("no count");
    return BigInt(value);
  }

  function percentage(scoring, line) {
    var done = count(line.done), due = count(line.due);
    if (!due || done > due) return null;
    var rate = over(BigInt(100) * done, due);
    if ("pass_at" in scoring) return mark(reaches(rate, exact(scoring.pass_at)));
    return scoring.bands.reduce(function (best, band) {
      if (!reaches(rate, exact(band.at_least))) return best;
      var points = exact(band.points);
      return best === null || reaches(points, best) ? points : best;
    }, null);
  }

  function options(scoring, line) {
    var found = scoring.options.find(function (option) { return option.key === line.option; });
    if (!found) return null;
    return "passes" in found ? mark(found.passes) : exact(found.points);
  }

  function chooseAtLeast(scoring, line) {
    var known = scoring.options.filter(function (option) { return line.chosen.includes(option.key); });
    return mark(known.length >= scoring.minimum);
  }

  function dayAfter(day) {
    var moment = new Date(day + "T00:00:00Z");
    moment.setUTCDate(moment.getUTCDate() + 1);
    return moment.toISOString().slice(0, 10);
  }

  function isWorking(day, days) {
    if (days.worked.includes(day)) return true;
    var weekday = new Date(day + "T00:00:00Z").getUTCDay();
    return weekday > 0 && weekday < 6 && !days.off.includes(day);
  }

  function deadline(scoring, line, days) {
    var day = line.assigned_on, passed = 0, looked = 0;
    if (line.done_on < day) return ZERO;
    while (day < line.done_on && passed < scoring.working_days) {
      day = dayAfter(day);
      if (isWorking(day, days)) passed += 1;
      looked += 1;
      if (looked > 3660) fault("too far");
    }
    return mark(day >= line.done_on);
  }

  var VALUES = {
    percentage: percentage, boolean: options, choose_at_least: chooseAtLeast, deadline: deadline
  };

  function contentValue(content, line, days) {
    if (line.not_arisen) return content.max_points === null ? ONE : exact(content.max_points);
    return VALUES[content.scoring.kind](content.scoring, line, days);
  }

  /* --- comparing --- */

  function word(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return value ? "1" : "0";
    if (Array.isArray(value)) return value.join(" ");
    if (typeof value !== "object") return String(value);
    var scaled = value.n * BigInt(1000000);
    if (scaled % value.d) return value.n + "/" + value.d;
    var digits = (scaled / value.d).toString().replace("-", "").padStart(7, "0");
    var text = digits.slice(0, -6) + "." + digits.slice(-6);
    return (scaled < 0 ? "-" : "") + text.replace(/\.?0+$/, "");
  }

  function Comparing(found, unit, name) {
    this.found = found;
    this.unit = unit;
    this.name = name;
  }

  Comparing.prototype.same = function (column, place, printed, computed) {
    this.found.compared += 1;
    if (word(printed) === word(computed)) return;
    this.found.mismatches.push({
      unit: this.unit, name: this.name, column: column, place: place,
      printed: word(printed), computed: word(computed)
    });
  };

  function climbed(values, isPass) {
    return isPass ? least(values) : sum(values);
  }

  function indicatorsOf(payload, final, lines, comparing) {
    var isPass = payload.rule_set.scale === "pass", found = {};
    payload.rule_set.criteria.forEach(function (criterion) {
      criterion.indicators.forEach(function (indicator) {
        var printed = exact(final.scores[indicator.code]);
        var raw = true;
        var values = (indicator.contents || []).map(function (content) {
          var line = lines[content.code];
          if (!line || line.hidden) raw = false;
          if (!line) return null;
          var told = exact(line.points);
          if (line.hidden) return told;
          var computed = contentValue(content, line, payload.days || {});
          comparing.same("final", content.code, told, computed);
          return computed;
        });
        var level = "indicators";
        found[indicator.code] = printed;
        if (values.length && !values.includes(null)) {
          found[indicator.code] = climbed(values, isPass);
          comparing.same("final", indicator.code, printed, found[indicator.code]);
          level = raw ? "figures" : "contents";
        }
        comparing.found.levels[level] += 1;
      });
    });
    return found;
  }

  function checkSums(ruleSet, column, values, name, comparing) {
    var isPass = ruleSet.scale === "pass", sums = {};
    ruleSet.criteria.forEach(function (criterion) {
      var printed = exact(column.scores[criterion.code]);
      var parts = criterion.indicators.map(function (part) {
        return values[part.code] === undefined ? null : values[part.code];
      });
      sums[criterion.code] = printed;
      if (!parts.length || parts.includes(null)) return;
      sums[criterion.code] = climbed(parts, isPass);
      comparing.same(name, criterion.code, printed, sums[criterion.code]);
    });
    return { criteria: sums, total: checkTotal(ruleSet, column, values, sums, name, comparing) };
  }

  function checkTotal(ruleSet, column, values, sums, name, comparing) {
    if (ruleSet.scale === "pass") {
      var codes = ruleSet.criteria.flatMap(function (criterion) {
        return criterion.indicators.map(function (part) { return part.code; });
      });
      var passed = whole(codes.filter(function (code) { return values[code] && values[code].n; }).length);
      comparing.same(name, "passed", exact(column.passed), passed);
      comparing.same(name, "of", exact(column.of), whole(codes.length));
      return passed;
    }
    var printed = exact(column.total), all = Object.values(sums);
    if (all.includes(null)) return printed;
    comparing.same(name, "total", printed, sum(all));
    return sum(all);
  }

  function holds(condition, ruleSet, values, sums, unit, lines) {
    var level = exact(condition.value), kind = condition.kind;
    if (kind === "min_total" && level) return reaches(sums.total || ZERO, level);
    if (kind === "min_percent_of_each_criterion" && level) {
      return ruleSet.criteria.every(function (row) {
        var most = exact(row.max_points) || ONE;
        var reached = times(sums.criteria[row.code] || ZERO, whole(100));
        return reaches(reached, times(level, most.n ? most : ONE));
      });
    }
    if (kind === "all_indicators_pass") {
      return Object.values(values).every(function (value) { return value && value.n; });
    }
    var told = (lines[condition.code] || {}).holds;
    return typeof told === "boolean" ? told : !unit.failed_conditions.includes(condition.code);
  }

  function checkUnit(payload, unit, comparing) {
    var ruleSet = payload.rule_set;
    COLUMNS.slice(0, 2).forEach(function (name) {
      var printed = {};
      Object.keys(unit[name].scores).forEach(function (code) {
        printed[code] = exact(unit[name].scores[code]);
      });
      checkSums(ruleSet, unit[name], printed, name, comparing);
    });
    var lines = (payload.figures || {})[unit.code] || {};
    var values = indicatorsOf(payload, unit.final, lines, comparing);
    var sums = checkSums(ruleSet, unit.final, values, "final", comparing);
    var told = unit.unknown_conditions || [];
    var unknown = ruleSet.conditions.filter(function (row) {
      var isOpen = row.kind === "boolean_gate" || row.value === null;
      return told.includes(row.code) && isOpen && row.kind !== "all_indicators_pass";
    });
    var failed = ruleSet.conditions
      .filter(function (row) {
        return !unknown.includes(row) && !holds(row, ruleSet, values, sums, unit, lines);
      })
      .map(function (row) { return row.code; });
    /* Where nobody answered a condition the decision decides, but never against one that fails. */
    var met = !failed.length && (unknown.length ? unit.met : true);
    comparing.same("final", "failed_conditions", unit.failed_conditions, failed.sort());
    comparing.same("final", "met", unit.met, met);
    if (ruleSet.scale !== "pass") {
      var own = exact(unit.self.total), final = exact(unit.final.total);
      var moved = own && final ? minus(final, own) : null;
      comparing.same("final", "difference", exact(unit.difference), moved);
    }
    return { met: met, total: sums.total };
  }

  function checkSummary(payload, results, comparing) {
    var summary = payload.summary;
    var met = results.filter(function (row) { return row.met; }).length;
    comparing.same("", "units", summary.units, results.length);
    comparing.same("", "met", summary.met, met);
    comparing.same("", "not_met", summary.not_met, results.length - met);
    var totals = results.map(function (row) { return row.total; }).filter(Boolean);
    var average = null;
    if (totals.length && payload.rule_set.scale !== "pass") {
      var all = sum(totals), by = all.d * BigInt(totals.length), two = BigInt(2);
      average = over((all.n * BigInt(200) + by) / (by * two), BigInt(100));
    }
    comparing.same("", "average", exact(summary.average), average);
  }

  function check(payload) {
    var found = {
      scale: payload.rule_set.scale, units: 0, compared: 0, levels: { figures: 0, contents: 0, indicators: 0 }, mismatches: []
    };
    var results = payload.units.map(function (unit) {
      found.units += 1;
      return checkUnit(payload, unit, new Comparing(found, unit.code, unit.name));
    });
    checkSummary(payload, results, new Comparing(found, "", ""));
    return found;
  }

  /* --- the canonical text and its SHA-256; browsers hash by themselves only under HTTPS --- */

  function canonical(value) {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return "{" + Object.keys(value).sort().map(function (key) {
      return JSON.stringify(key) + ":" + canonical(value[key]);
    }).join(",") + "}";
  }

  function firstBits(root, howMany) {
    var found = [], candidate = 2;
    while (found.length < howMany) {
      var isPrime = true;
      for (var by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) isPrime = false;
      if (isPrime) found.push((Math.pow(candidate, 1 / root) % 1) * 4294967296 | 0);
      candidate += 1;
    }
    return found;
  }

  function turned(word32, by) {
    return (word32 >>> by) | (word32 << (32 - by));
  }

  function sha256(text) {
    var bytes = new TextEncoder().encode(text), size = bytes.length;
    var padded = new Uint8Array(((size + 8) >> 6) * 64 + 64);
    var view = new DataView(padded.buffer);
    padded.set(bytes);
    padded[size] = 128;
    view.setUint32(padded.length - 8, Math.floor(size / 536870912));
    view.setUint32(padded.length - 4, (size << 3) >>> 0);
    var state = firstBits(2, 8), constants = firstBits(3, 64), words = new Int32Array(64);
    for (var start = 0; start < padded.length; start += 64) {
      var s = state.slice();
      for (var i = 0; i < 64; i += 1) {
        if (i < 16) words[i] = view.getInt32(start + i * 4);
        else {
          var a = words[i - 15], b = words[i - 2];
          words[i] = words[i - 16] + words[i - 7] +
            (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
        }
        var one = s[7] + (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) +
          ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants[i] + words[i];
        var two = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) +
          ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      state = state.map(function (value, place) { return (value + s[place]) | 0; });
    }
    return state.map(function (value) {
      return (value >>> 0).toString(16).padStart(8, "0");
    }).join("");
  }

  function checkFile(text) {
    var data = window.publishedFile.read(text);
    var found = check(data.payload);
    found.year = data.payload.year;
    found.number = data.number;
    found.doubts = window.publishedFile.doubts(data);
    found.notes = window.publishedFile.notes(data);
    found.printed = String(data.sha256);
    found.sha256 = sha256(canonical(data.payload));
    return found;
  }

  window.publishedCheck = { check: check, checkFile: checkFile, sha256: sha256 };
})();
