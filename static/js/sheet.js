/* The score sheet: each line saves itself when a field is left. Without this file the form saves
   everything at once; nothing here computes a point. */
(function () {
  "use strict";

  var page = document.querySelector("[data-sheet][data-writable]");
  if (!page) return;

  var RETRY_SECONDS = 10;
  var WORDS = {
    saving: "Đang lưu…",
    unsaved: "Chưa lưu",
    retry: "Chưa lưu được, thử lại sau " + RETRY_SECONDS + " giây. Số vừa nhập còn trên máy này."
  };
  /* Lines whose figures the server does not have yet, and what of them is on its way. */
  var waiting = new Set();
  var sending = new Map();
  var retryTimer = null;

  function lineOf(element) {
    return element.closest("[data-line]");
  }

  function linesOfUnit(unit) {
    return page.querySelectorAll('[data-unit="' + unit + '"]');
  }

  function fieldsOfUnit(unit) {
    return page.querySelectorAll('[data-unit="' + unit + '"] [form="phieu"], [data-absent="' + unit + '"]');
  }

  function unitOf(field) {
    return field.getAttribute("data-absent") || lineOf(field).getAttribute("data-unit");
  }

  function isOurs(field) {
    return field.getAttribute("form") === "phieu" && field.type !== "hidden";
  }

  /* What stands in the fields of a unit, to see whether it changed while it was on its way. */
  function typedIn(unit) {
    return Array.from(fieldsOfUnit(unit)).filter(isOurs).map(function (field) {
      var ticked = field.type === "checkbox" || field.type === "radio" ? field.checked : "";
      return [field.id, field.disabled, ticked, field.value].join("\t");
    }).join("\n");
  }

  /* --- what a line looks like --- */

  function markFaults(line) {
    var fault = line.querySelector("[data-wrong]");
    var wrong = fault ? fault.getAttribute("data-wrong").split(" ") : [];
    line.classList.toggle("tp-content-wrong", Boolean(fault));
    line.classList.toggle("tp-content-clash", Boolean(line.querySelector("[data-clash]")));
    line.querySelectorAll("[form='phieu']").forEach(function (field) {
      var isWrong = wrong.includes(field.name.split("-").pop());
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    });
  }

  /* What did not arise has no figures: hidden fields are not sent, and come back with the tick. */
  function showFigures(box) {
    page.querySelectorAll('[data-figures="' + box.getAttribute("data-absent") + '"]').forEach(
      function (figures) {
        figures.hidden = box.checked;
        figures.querySelectorAll("input").forEach(function (field) {
          field.disabled = box.checked;
        });
      }
    );
  }

  /* In a list to choose from “none of these” and the rest put each other out. */
  function untickOthers(field) {
    if (!field.checked) return;
    field.closest("fieldset").querySelectorAll("input:checked").forEach(function (other) {
      if (other.name !== field.name) other.checked = false;
    });
  }

  function say(words, tone) {
    var line = document.createElement("span");
    line.className = "tp-line" + (tone ? " tp-line-" + tone : "");
    line.textContent = words;
    document.getElementById("dong-luu").replaceChildren(line);
    waiting.forEach(function (unit) {
      linesOfUnit(unit).forEach(function (row) {
        var here = row.querySelector(".tp-save-here");
        if (here) here.textContent = words;
      });
    });
  }

  /* --- saving --- */

  function save(unit) {
    var line = linesOfUnit(unit)[0];
    if (!line) return;
    waiting.add(unit);
    say(WORDS.saving);
    window.htmx.trigger(line, "luu");
  }

  function saveAgainLater() {
    say(WORDS.retry, "wait");
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(function () {
      Array.from(waiting).forEach(save);
    }, RETRY_SECONDS * 1000);
  }

  /* From the first letter on it is not saved, whatever was saved before. */
  page.addEventListener("input", function (event) {
    if (!isOurs(event.target)) return;
    waiting.add(unitOf(event.target));
    say(WORDS.unsaved, "wait");
  });

  page.addEventListener("change", function (event) {
    var field = event.target;
    if (!isOurs(field)) return;
    if (field.hasAttribute("data-absent")) showFigures(field);
    else if (field.type === "checkbox") untickOthers(field);
    if (field.type === "checkbox" || field.type === "radio") save(unitOf(field));
  });

  /* Two figures that belong together are judged together: not while the second is still typed. */
  page.addEventListener("focusout", function (event) {
    var field = event.target;
    var line = lineOf(field);
    if (!line || field.getAttribute("form") !== "phieu" || !waiting.has(line.getAttribute("data-unit"))) return;
    var pair = field.closest(".tp-pair");
    if (pair && pair.contains(event.relatedTarget)) return;
    save(line.getAttribute("data-unit"));
  });

  /* Enter leaves the field as it would in a table, instead of sending the whole form. */
  page.addEventListener("keydown", function (event) {
    var field = event.target;
    if (event.key !== "Enter" || field.tagName !== "INPUT" || field.getAttribute("form") !== "phieu") return;
    event.preventDefault();
    var fields = Array.from(page.querySelectorAll("input[form='phieu'], textarea[form='phieu']")).filter(function (one) {
      var shut = one.closest("details:not([open])");
      return one.type !== "hidden" && !one.disabled && !shut && one.offsetParent;
    });
    var next = fields[fields.indexOf(field) + 1];
    if (next) next.focus();
    else field.blur();
  });

  /* Faults and open choices of other lines travel along, so that what is said stays whole. */
  document.body.addEventListener("htmx:configRequest", function (event) {
    var own = event.detail.elt.getAttribute("data-unit");
    if (!own) return;
    sending.set(own, typedIn(own));
    say(WORDS.saving);
    [["con-loi", "tp-content-wrong"], ["hai-ban", "tp-content-clash"]].forEach(function (pair) {
      var codes = Array.from(page.getElementsByClassName(pair[1])).filter(function (line) {
        return line.getAttribute("data-unit") !== own;
      }).map(function (line) { return line.getAttribute("data-line"); });
      if (codes.length) event.detail.parameters[pair[0]] = codes.join(",");
    });
  });

  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail;
    var unit = answer.elt.getAttribute("data-unit");
    if (!unit) return;
    if (answer.serverResponse.includes("hx-swap-oob")) {
      /* What was typed since then is another matter. */
      if (sending.get(unit) === typedIn(unit)) waiting.delete(unit);
      return;
    }
    if (answer.xhr.status < 400 || answer.xhr.status >= 500) return;
    /* Refused as a whole (sent meanwhile, signed out): the sentence stands above the sheet. */
    var place = document.getElementById("bao-loi");
    answer.shouldSwap = true;
    answer.target = place;
    answer.swapOverride = "innerHTML";
    say(WORDS.unsaved, "stop");
    place.scrollIntoView({ block: "center" });
  });

  document.body.addEventListener("htmx:afterRequest", function (event) {
    var unit = event.detail.elt.getAttribute("data-unit");
    if (!unit) return;
    sending.delete(unit);
    linesOfUnit(unit).forEach(markFaults);
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 0 || status >= 500) saveAgainLater();
    else if (waiting.size) say(WORDS.unsaved, "wait");
  });

  /* --- two versions of a line --- */

  function fill(field, values) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values.length ? values[0] : "";
  }

  /* Theirs takes the place of what was typed. */
  function keepTheirs(unit, version) {
    fieldsOfUnit(unit).forEach(function (field) {
      fill(field, version.getAll(field.name));
      if (field.hasAttribute("data-absent")) showFigures(field);
    });
  }

  /* What stands in the fields is saved over the version that was shown. */
  function takeMine(unit, version) {
    fieldsOfUnit(unit).forEach(function (field) {
      if (version.has(field.name)) field.value = version.get(field.name);
    });
  }

  page.addEventListener("submit", function (event) {
    var choice = event.target.closest("[data-keep], [data-take]");
    if (!choice) return;
    event.preventDefault();
    var unit = choice.closest("[data-clash]").getAttribute("data-clash");
    var version = new FormData(choice);
    if (choice.hasAttribute("data-keep")) keepTheirs(unit, version);
    else takeMine(unit, version);
    var line = linesOfUnit(unit)[0];
    choice.closest("[data-clash]").remove();
    line.focus();
    save(unit);
  });

  window.addEventListener("beforeunload", function (event) {
    if (waiting.size || page.querySelector(".tp-content-wrong, .tp-content-clash")) event.preventDefault();
  });

  page.querySelectorAll("[data-absent]").forEach(function (box) {
    if (box.checked) showFigures(box);
  });
})();
