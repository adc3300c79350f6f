/* Figures, options and days that were typed and not acknowledged wait in this browser, for the case
   that it dies. Never a sentence and never a file: those may speak of people. */
(function () {
  "use strict";

  var sheet = window.tuphap.sheet;
  var store = window.tuphap.kept;
  var note = document.getElementById("con-tren-may");
  if (!sheet || !store || !note) return;

  var PREFIX = "tuphap:" + note.getAttribute("data-kept-for") + ":";
  var ANY_SHEET = "tuphap:phieu:";
  var OWN = PREFIX + window.tuphap.newKey();
  var LONGEST_KEPT = 30 * 24 * 60 * 60 * 1000;
  var ANSWER_WITHIN = 400;
  var own = { at: 0, units: {} };

  function write(name, kept) {
    if (Object.keys(kept.units).length) store.put(name, kept);
    else store.remove(name);
  }

  /* --- keeping --- */

  function isFigure(field) {
    return field.tagName === "INPUT" && sheet.isOurs(field);
  }

  /* With the version it was built on, so that another one is not overwritten later. */
  function figuresOf(unit) {
    var kept = {};
    sheet.fieldsOfUnit(unit).forEach(function (field) {
      if (field.type === "hidden") kept[field.name] = [field.value];
      else if (isFigure(field)) {
        kept[field.name] = kept[field.name] || [];
        if (!sheet.isTick(field) || field.checked) kept[field.name].push(field.value);
      }
    });
    return kept;
  }

  function keep(unit) {
    own.at = Date.now();
    own.units[unit] = figuresOf(unit);
    write(OWN, own);
  }

  function drop(unit) {
    delete own.units[unit];
    write(OWN, own);
  }

  window.tuphap.copy = { keep: keep, drop: drop };

  /* --- offering what a window that is gone left behind --- */

  /* Windows that are alive answer, and what they keep is theirs. */
  var channel = window.BroadcastChannel ? new window.BroadcastChannel(PREFIX) : null;
  var alive = new Set([OWN]);
  if (channel) {
    channel.addEventListener("message", function (event) {
      if (event.data === "?") channel.postMessage(OWN);
      else alive.add(event.data);
    });
    channel.postMessage("?");
  }

  function isAsShown(unit, figures) {
    var shown = figuresOf(unit);
    return Object.keys(figures).every(function (name) {
      return name.endsWith("-line") || JSON.stringify(figures[name]) === JSON.stringify(shown[name]);
    });
  }

  /* The youngest version of each unit that differs from what the page shows. */
  function leftBehind(pairs) {
    var found = { at: 0, units: {}, names: [] };
    pairs.filter(function (pair) {
      return pair[0].startsWith(PREFIX) && !alive.has(pair[0]);
    }).sort(function (one, other) {
      return one[1].at - other[1].at;
    }).forEach(function (pair) {
      found.names.push(pair[0]);
      found.at = Math.max(found.at, pair[1].at);
      Object.keys(pair[1].units).forEach(function (unit) {
        var figures = pair[1].units[unit];
        if (sheet.linesOfUnit(unit).length && !isAsShown(unit, figures)) found.units[unit] = figures;
      });
    });
    return found;
  }

  function forget(found) {
    found.names.forEach(store.remove);
    note.hidden = true;
  }

  /* First into the copy of this window, so that it is never nowhere. */
  function use(found) {
    Object.keys(found.units).forEach(function (unit) {
      sheet.fillUnit(unit, function (name) { return found.units[unit][name] || null; });
      window.tuphap.saving.save(unit);
    });
    forget(found);
  }

  function codesIn(units) {
    return units.map(function (unit) {
      var link = document.createElement("a");
      link.href = "#" + sheet.linesOfUnit(unit)[0].id;
      link.textContent = unit;
      return link;
    });
  }

  function offer(pairs) {
    note.setAttribute("data-looked", "");
    var found = leftBehind(pairs);
    var units = Object.keys(found.units);
    if (!units.length) {
      forget(found);
      return;
    }
    var when = new Date(found.at).toLocaleString("vi-VN", {
      hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh"
    });
    note.querySelector("[data-kept-when]").textContent = when.replace(" ", ", ");
    var list = note.querySelector("[data-kept-lines]");
    list.replaceChildren();
    codesIn(units).forEach(function (link, number) {
      if (number) list.append(", ");
      list.append(link);
    });
    note.querySelector("[data-kept-use]").onclick = function () { use(found); };
    note.querySelector("[data-kept-forget]").onclick = function () { forget(found); };
    note.hidden = false;
  }

  /* Nobody comes back for these. */
  function isTooOld(pair) {
    return pair[0].startsWith(ANY_SHEET) && Date.now() - pair[1].at > LONGEST_KEPT;
  }

  window.setTimeout(function () {
    store.all().then(function (pairs) {
      pairs.filter(isTooOld).forEach(function (pair) { store.remove(pair[0]); });
      offer(pairs.filter(function (pair) { return !isTooOld(pair); }));
    });
  }, ANSWER_WITHIN);
})();
