/* The score sheet: each line saves itself when a field is left. Without this file the form saves
   everything at once; nothing here computes a point. */
(function () {
  "use strict";

  var page = document.querySelector("[data-sheet][data-writable]");
  if (!page) return;

  var RETRY_SECONDS = 10;
  var WORDS = {
    saving: "Đang lưu…",
    retry: "Chưa lưu được, thử lại sau " + RETRY_SECONDS + " giây. Số vừa nhập còn trên máy này."
  };
  /* Lines whose figures the server does not have yet, and those of them that are on their way. */
  var waiting = new Set();
  var sending = new Set();
  var retryTimer = null;

  function lineOf(element) {
    return element.closest("[data-line]");
  }

  function linesOfUnit(unit) {
    return page.querySelectorAll('[data-unit="' + unit + '"]');
  }

  /* --- what a line looks like --- */

  function markFaults(line) {
    var fault = line.querySelector("[data-wrong]");
    var wrong = fault ? fault.getAttribute("data-wrong").split(" ") : [];
    line.classList.toggle("tp-content-wrong", Boolean(fault));
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
    sending.add(unit);
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

  page.addEventListener("change", function (event) {
    var field = event.target;
    if (field.getAttribute("form") !== "phieu") return;
    var absent = field.getAttribute("data-absent");
    if (absent) showFigures(field);
    else if (field.type === "checkbox") untickOthers(field);
    var unit = absent || lineOf(field).getAttribute("data-unit");
    if (field.type === "checkbox" || field.type === "radio") save(unit);
    else waiting.add(unit);
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

  /* Faults of other lines travel along, so that the list of what is missing stays whole. */
  document.body.addEventListener("htmx:configRequest", function (event) {
    var own = event.detail.elt.getAttribute("data-unit");
    var wrong = Array.from(page.querySelectorAll(".tp-content-wrong")).filter(function (line) {
      return line.getAttribute("data-unit") !== own;
    });
    var codes = wrong.map(function (line) { return line.getAttribute("data-line"); });
    if (own && codes.length) event.detail.parameters["con-loi"] = codes.join(",");
  });

  document.body.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail;
    var unit = answer.elt.getAttribute("data-unit");
    if (!unit) return;
    if (answer.serverResponse.includes("hx-swap-oob")) {
      waiting.delete(unit);
      return;
    }
    if (answer.xhr.status < 400 || answer.xhr.status >= 500) return;
    /* Refused as a whole (sent meanwhile, signed out): the sentence stands above the sheet. */
    var place = document.getElementById("bao-loi");
    answer.shouldSwap = true;
    answer.target = place;
    answer.swapOverride = "innerHTML";
    say("Chưa lưu", "stop");
    place.scrollIntoView({ block: "center" });
  });

  document.body.addEventListener("htmx:afterRequest", function (event) {
    var unit = event.detail.elt.getAttribute("data-unit");
    if (!unit) return;
    sending.delete(unit);
    linesOfUnit(unit).forEach(markFaults);
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 0 || status >= 500) saveAgainLater();
    else if (sending.size) say(WORDS.saving);
  });

  window.addEventListener("beforeunload", function (event) {
    if (waiting.size) event.preventDefault();
  });

  page.querySelectorAll("[data-absent]").forEach(function (box) {
    if (box.checked) showFigures(box);
  });

})();
