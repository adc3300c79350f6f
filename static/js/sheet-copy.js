/* Figures, options and days that were typed and not acknowledged wait in this browser, for the case
   that it dies. Never a sentence and never a file: those may speak of people. */
(function () {
  "use strict";

  var sheet = window.tuphap.sheet;
  var note = document.getElementById("con-tren-may");
  if (!sheet || !note) return;

  var PREFIX = "tuphap:" + note.getAttribute("data-kept-for") + ":";
  var ANY_SHEET = "tuphap:phieu:";
  var OWN = PREFIX + window.tuphap.newKey();
  var LONGEST_KEPT = 30 * 24 * 60 * 60 * 1000;
  var ANSWER_WITHIN = 400;
  var own = { at: 0, units: {} };

  /* --- the store may be full or switched off; saving goes on without it --- */

  function read(name) {
    try {
      return JSON.parse(window.localStorage.getItem(name));
    } catch (error) {
      return null;
    }
  }

  function write(name, kept) {
    try {
      if (Object.keys(kept.units).length) window.localStorage.setItem(name, JSON.stringify(kept));
      else window.localStorage.removeItem(name);
    } catch (error) {
      return;
    }
  }

  function names() {
    try {
      return Object.keys(window.localStorage);
    } catch (error) {
      return [];
    }
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
  function leftBehind() {
    var found = { at: 0, units: {}, names: [] };
    names().filter(function (name) {
      return name.startsWith(PREFIX) && !alive.has(name);
    }).map(function (name) {
      return { name: name, kept: read(name) || { at: 0, units: {} } };
    }).sort(function (one, other) {
      return one.kept.at - other.kept.at;
    }).forEach(function (copy) {
      found.names.push(copy.name);
      found.at = Math.max(found.at, copy.kept.at);
      Object.keys(copy.kept.units).forEach(function (unit) {
        var figures = copy.kept.units[unit];
        if (sheet.linesOfUnit(unit).length && !isAsShown(unit, figures)) found.units[unit] = figures;
      });
    });
    return found;
  }

  function forget(found) {
    found.names.forEach(function (name) { write(name, { units: {} }); });
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

  function offer() {
    note.setAttribute("data-looked", "");
    var found = leftBehind();
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
  names().forEach(function (name) {
    if (!name.startsWith(ANY_SHEET)) return;
    var kept = read(name);
    if (!kept || Date.now() - kept.at > LONGEST_KEPT) write(name, { units: {} });
  });
  window.setTimeout(offer, ANSWER_WITHIN);
})();
