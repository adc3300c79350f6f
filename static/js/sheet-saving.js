/* Saves a sheet, or another page written in its way, unit by unit when a field is left, and half a minute after it was typed at most.
   What was sent keeps its key until an answer came, so that a lost answer does not act twice. */
(function () {
  "use strict";

  var sheet = window.tuphap.sheet;
  if (!sheet) return;

  var RETRY_EVERY = 10000, LONGEST_UNSAVED = 25000, LOOK_EVERY = 4000, PATIENCE = 15000;
  /* Where only sentences are written nothing is kept in the browser: they may speak of people. */
  var copy = window.tuphap.copy || { keep: function () {}, drop: function () {} };
  var place = document.getElementById("dong-luu");
  var form = document.getElementById("phieu");

  /* Units the server does not have as they stand, each with the time it was first typed in. */
  var waiting = new Map();
  /* What was sent and has no answer yet: key, body, and what stood in the fields. */
  var unanswered = new Map();
  var queue = [];
  var sending = null;
  /* "" while all is well; else retry, offline, signedOut, refused. */
  var trouble = "";
  var lostAt = null;
  var misses = 0;
  var retryTimer = null;
  var whenSaved = null;
  var isLeaving = false;

  /* --- the line of saving: never “saved” before the server said so --- */

  var all = document.getElementById("loi-luu").content;
  var serverWords = Array.from(place.childNodes);
  var said = "";

  function clock(moment) {
    return moment.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  }

  function state() {
    return trouble || (sending && "saving") || (waiting.size && "unsaved") || "";
  }

  function words(name) {
    var line = all.querySelector('[data-says="' + name + '"]').cloneNode(true);
    var since = line.querySelector("[data-since]");
    if (since) since.textContent = clock(lostAt);
    return line;
  }

  /* Said once: a screen reader would read it again with every letter. */
  function tell() {
    var now = state();
    if (now !== said) {
      if (now) place.replaceChildren(words(now));
      else place.replaceChildren.apply(place, serverWords);
      said = now;
    }
    if (!now) return;
    waiting.forEach(function (_, unit) {
      sheet.linesOfUnit(unit).forEach(function (line) {
        var here = line.querySelector(".tp-save-here");
        if (here && here.getAttribute("data-said") !== now) here.replaceChildren.apply(here, words(now).childNodes);
        if (here) here.setAttribute("data-said", now);
      });
    });
  }

  function showSignIn(shown) {
    var note = document.getElementById("het-phien");
    if (note) note.hidden = !shown;
  }

  /* --- sending, one unit after the other --- */

  function save(unit) {
    if (!sheet.linesOfUnit(unit).length) return;
    if (!waiting.has(unit)) waiting.set(unit, Date.now());
    copy.keep(unit);
    if (!queue.includes(unit)) queue.push(unit);
    sendNext();
  }

  function saveAll() {
    Array.from(waiting.keys()).forEach(save);
  }

  function sendNext() {
    if (sending) return;
    while (queue.length && !waiting.has(queue[0])) queue.shift();
    if (!queue.length) return;
    sending = queue.shift();
    if (!unanswered.has(sending)) unanswered.set(sending, written(sending));
    tell();
    post(sending, unanswered.get(sending));
  }

  function written(unit) {
    var body = new URLSearchParams();
    sheet.fieldsOfUnit(unit).forEach(function (field) {
      if (field.disabled || (sheet.isTick(field) && !field.checked)) return;
      body.append(field.name, field.value);
    });
    var opened = document.querySelector("[name='mo-luc']");
    if (opened) body.append(opened.name, opened.value);
    /* Faults and open choices of other lines travel along, so that what is said stays whole. */
    [["con-loi", "tp-content-wrong"], ["hai-ban", "tp-content-clash"]].forEach(function (pair) {
      var codes = Array.from(sheet.page.getElementsByClassName(pair[1])).filter(function (line) {
        return line.getAttribute("data-unit") !== unit;
      }).map(function (line) { return line.getAttribute("data-line"); });
      if (codes.length) body.append(pair[0], codes.join(","));
    });
    return { key: window.tuphap.newKey(), body: body, typed: sheet.typedIn(unit) };
  }

  function post(unit, sent) {
    var stop = new AbortController();
    var tooLong = window.setTimeout(function () { stop.abort(); }, PATIENCE);
    window.fetch(sheet.linesOfUnit(unit)[0].getAttribute("data-save-url"), {
      method: "POST",
      body: sent.body,
      credentials: "same-origin",
      signal: stop.signal,
      keepalive: document.visibilityState === "hidden",
      headers: {
        "HX-Request": "true",
        "HX-Current-URL": window.location.href,
        "X-CSRFToken": window.tuphap.token(),
        "Request-Key": sent.key
      }
    }).then(function (response) {
      return response.text().then(function (text) { answered(unit, sent, response, text); });
    }).catch(function () {
      noAnswer();
    }).finally(function () {
      window.clearTimeout(tooLong);
      sending = null;
      if (!trouble) sendNext();
      tell();
      if (whenSaved && !waiting.size && !sending) whenSaved();
    });
  }

  function answered(unit, sent, response, text) {
    if (response.headers.get("Session-Ended")) return tryAgainLater("signedOut");
    if (response.status >= 500 || response.headers.get("Retry-After")) return tryAgainLater("retry");
    unanswered.delete(unit);
    allIsWell();
    if (!text.includes("hx-swap-oob")) return refused(unit, text);
    if (sheet.typedIn(unit) === sent.typed) {
      waiting.delete(unit);
      if (response.ok) copy.drop(unit);
    } else if (!isInHand(unit)) {
      queue.push(unit);
    }
    window.htmx.swap(document.body, text, { swapStyle: "none" });
    serverWords = Array.from(place.childNodes);
    said = "";
    sheet.linesOfUnit(unit).forEach(function (line) {
      sheet.markFaults(line);
      var here = line.querySelector(".tp-save-here");
      if (here) here.removeAttribute("data-said");
    });
  }

  /* As a whole (sent meanwhile, a right taken away): the sentence stands above the sheet, and
     nothing is tried again until somebody leaves the field once more. */
  function refused(unit, text) {
    waiting.set(unit, Infinity);
    var said = document.getElementById("bao-loi");
    said.innerHTML = text;
    said.scrollIntoView({ block: "center" });
    trouble = "refused";
    queue = [];
    whenSaved = null;
  }

  function allIsWell() {
    trouble = "";
    lostAt = null;
    misses = 0;
    showSignIn(false);
  }

  function noAnswer() {
    misses += 1;
    lostAt = lostAt || new Date();
    tryAgainLater(misses > 1 || navigator.onLine === false ? "offline" : "retry");
  }

  function tryAgainLater(why) {
    trouble = why;
    queue = [];
    whenSaved = null;
    showSignIn(why === "signedOut");
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(tryAgain, RETRY_EVERY);
  }

  /* What has no answer goes first: what was typed since then says on what it was built. */
  function tryAgain() {
    window.clearTimeout(retryTimer);
    if (!trouble || trouble === "refused" || sending) return;
    if (waiting.size) {
      queue = Array.from(unanswered.keys());
      saveAll();
    } else {
      allIsWell();
      tell();
    }
  }

  /* --- when --- */

  /* Two figures that belong together are judged together: not while the second is still typed. */
  function isInHand(unit) {
    return Array.from(sheet.fieldsOfUnit(unit)).includes(document.activeElement);
  }

  /* From the first letter on it is not saved, whatever was saved before. */
  sheet.page.addEventListener("input", function (event) {
    if (!sheet.isOurs(event.target)) return;
    var unit = sheet.unitOf(event.target);
    if (!waiting.has(unit)) waiting.set(unit, Date.now());
    copy.keep(unit);
    tell();
  });

  sheet.page.addEventListener("change", function (event) {
    if (sheet.isOurs(event.target) && sheet.isTick(event.target)) save(sheet.unitOf(event.target));
  });

  sheet.page.addEventListener("focusout", function (event) {
    var field = event.target;
    if (!sheet.isOurs(field) || !waiting.has(sheet.unitOf(field))) return;
    var pair = field.closest(".tp-pair");
    if (pair && pair.contains(event.relatedTarget)) return;
    save(sheet.unitOf(field));
  });

  window.setInterval(function () {
    if (trouble && trouble !== "refused") return;
    waiting.forEach(function (since, unit) {
      if (unit !== sending && Date.now() - since >= LONGEST_UNSAVED) {
        waiting.set(unit, Date.now());
        save(unit);
      }
    });
  }, LOOK_EVERY);

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") saveAll();
    else tryAgain();
  });
  window.addEventListener("focus", tryAgain);
  window.addEventListener("online", tryAgain);
  window.addEventListener("offline", function () {
    lostAt = lostAt || new Date();
    if (!sending) tryAgainLater("offline");
    tell();
  });

  function openLines() {
    return sheet.page.querySelector(".tp-content-wrong, .tp-content-clash");
  }

  /* A form leaves the page, so what is not saved yet goes first. */
  function leaveBy(leaving) {
    leaving.addEventListener("submit", function (event) {
      isLeaving = !waiting.size;
      if (isLeaving) return;
      event.preventDefault();
      whenSaved = function () {
        /* Only the sheet's own form takes lines along that could not be saved. */
        isLeaving = leaving === form || !openLines();
        leaving.submit();
      };
      if (trouble) tryAgain();
      else saveAll();
    });
  }

  leaveBy(form);

  window.addEventListener("beforeunload", function (event) {
    if (isLeaving) return;
    if (waiting.size || openLines()) event.preventDefault();
  });

  window.tuphap.saving = { save: save, leaveBy: leaveBy };
})();
