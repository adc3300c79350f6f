/* The score sheet: its lines and their fields. sheet-saving.js sends them, sheet-copy.js keeps what
   was not sent. Without these files the form saves everything at once; nothing here computes a point. */
(function () {
  "use strict";

  var page = document.querySelector("[data-sheet][data-writable]");
  if (!page) return;

  function lineOf(element) {
    return element.closest("[data-line]");
  }

  /* What is saved together: one line, or an indicator that can be “not arisen” as a whole. */
  function linesOfUnit(unit) {
    return page.querySelectorAll('[data-unit="' + unit + '"]');
  }

  function fieldsOfUnit(unit) {
    return page.querySelectorAll('[data-unit="' + unit + '"] [form="phieu"], [data-absent="' + unit + '"]');
  }

  function isOurs(field) {
    return field.getAttribute("form") === "phieu" && field.type !== "hidden" && field.type !== "submit";
  }

  function isTick(field) {
    return field.type === "checkbox" || field.type === "radio";
  }

  function unitOf(field) {
    return field.getAttribute("data-absent") || lineOf(field).getAttribute("data-unit");
  }

  /* To see whether it changed while it was on its way. */
  function typedIn(unit) {
    return Array.from(fieldsOfUnit(unit)).filter(isOurs).map(function (field) {
      return [field.id, field.disabled, isTick(field) ? field.checked : "", field.value].join("\t");
    }).join("\n");
  }

  /* --- what a line looks like --- */

  function markFaults(line) {
    var fault = line.querySelector("[data-wrong]");
    var wrong = fault ? fault.getAttribute("data-wrong").split(" ") : [];
    line.classList.toggle("tp-content-wrong", Boolean(fault));
    line.classList.toggle("tp-content-clash", Boolean(line.querySelector("[data-clash]")));
    line.querySelectorAll("[form='phieu']").forEach(function (field) {
      var isWrong = wrong.includes(field.name) || wrong.includes(field.name.split("-").pop());
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    });
  }

  /* The percentage belongs to the figures in the fields; what new ones come to, the server says. */
  function forgetPercent(field) {
    var pair = field.closest(".tp-pair");
    var result = pair && pair.querySelector(".tp-pair-result");
    if (result) result.textContent = "= …";
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

  page.addEventListener("change", function (event) {
    var field = event.target;
    if (!isOurs(field)) return;
    if (field.hasAttribute("data-absent")) showFigures(field);
    else if (field.type === "checkbox") untickOthers(field);
  });

  page.addEventListener("input", function (event) {
    if (isOurs(event.target)) forgetPercent(event.target);
  });

  page.querySelectorAll("[data-absent]").forEach(function (box) {
    if (box.checked) showFigures(box);
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

  /* --- two versions of a line --- */

  /* `values` by name of field, as lists; a name that is missing has none. */
  function fillUnit(unit, values) {
    fieldsOfUnit(unit).forEach(function (field) {
      var given = values(field.name);
      if (given === null) return;
      if (isTick(field)) field.checked = given.includes(field.value);
      else field.value = given.length ? given[0] : "";
      forgetPercent(field);
      if (field.hasAttribute("data-absent")) showFigures(field);
    });
  }

  /* Theirs takes the place of what was typed; mine stays, and is saved over the version shown. */
  page.addEventListener("submit", function (event) {
    var choice = event.target.closest("[data-keep], [data-take]");
    if (!choice) return;
    event.preventDefault();
    var clash = choice.closest("[data-clash]");
    var unit = clash.getAttribute("data-clash");
    var version = new FormData(choice);
    fillUnit(unit, function (name) {
      return choice.hasAttribute("data-keep") || version.has(name) ? version.getAll(name) : null;
    });
    clash.remove();
    linesOfUnit(unit)[0].focus();
    window.tuphap.saving.save(unit);
  });

  window.tuphap.sheet = {
    page: page,
    lineOf: lineOf,
    linesOfUnit: linesOfUnit,
    fieldsOfUnit: fieldsOfUnit,
    unitOf: unitOf,
    isOurs: isOurs,
    isTick: isTick,
    typedIn: typedIn,
    fillUnit: fillUnit,
    markFaults: markFaults
  };
})();
