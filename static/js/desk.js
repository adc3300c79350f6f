/* The desk: marks the line whose evidence is shown, and says on the page what was refused. */
(function () {
  "use strict";

  function markCurrent() {
    var panel = document.getElementById("tai-lieu");
    if (!panel) return;
    document.querySelectorAll(".tp-desk-line").forEach(function (row) {
      row.classList.toggle("tp-row-current", row.getAttribute("data-line") === panel.getAttribute("data-of"));
    });
  }

  function countTicks() {
    var button = document.querySelector("[data-ticks]");
    if (!button) return;
    var ticked = document.querySelectorAll("[data-tick]:checked").length;
    button.hidden = ticked === 0;
    button.textContent = "Chấp nhận " + ticked + " mục đã chọn";
  }

  /* A refused line comes back as the line itself; any other refusal is a sentence for the page. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status < 400) return;
    var text = event.detail.xhr.responseText;
    event.detail.isError = false;
    if (/^\s*<tbody/.test(text)) {
      event.detail.shouldSwap = true;
      return;
    }
    event.detail.shouldSwap = false;
    var said = document.getElementById("ban-bao");
    said.innerHTML = text;
    said.scrollIntoView({block: "nearest"});
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    markCurrent();
    countTicks();
    var wrong = event.target.querySelector && event.target.querySelector("[aria-invalid='true']");
    var narrow = window.matchMedia("(max-width: 999px)").matches;
    if (wrong) wrong.focus();
    else if (narrow && event.target.id === "tai-lieu") event.target.scrollIntoView();
  });

  /* What was opened of a line frees its tick: asked again on coming back from a document that
     opened beside this page. */
  function askForTick() {
    var panel = document.getElementById("tai-lieu");
    var row = panel && document.querySelector('.tp-desk-line[data-line="' + panel.getAttribute("data-of") + '"]');
    var waits = row && row.querySelector("[data-unopened]");
    if (!waits) return;
    var hadFocus = row.contains(document.activeElement);
    var address = "?rieng=1&dong=" + encodeURIComponent(waits.getAttribute("data-unopened"));
    var target = "#" + row.closest("tbody").id;
    window.htmx.ajax("GET", address, {target: target, swap: "outerHTML"}).then(function () {
      var tick = document.querySelector("#" + row.id + " [data-tick]");
      if (hadFocus && tick) tick.focus();
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") askForTick();
  });

  /* Next and previous: Alt with an arrow or a page key presses the link that says so. Where
     somebody types, keys stay with the field. */
  function isTyping(field) {
    if (field.isContentEditable) return true;
    return /^(TEXTAREA|SELECT)$/.test(field.tagName) ||
      (field.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(field.type));
  }

  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target)) return;
    var link = document.querySelector('[data-key="' + event.key + '"]');
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  /* On this page the step goes from the line in hand, without loading the page again. */
  function stepToLine(by) {
    var lines = Array.prototype.slice.call(document.querySelectorAll(".tp-desk-line"));
    var here = document.activeElement.closest(".tp-desk-line") || document.querySelector(".tp-desk-line.tp-row-current");
    var at = here ? lines.indexOf(here) : by > 0 ? -1 : 0;
    for (var count = 1; count <= lines.length; count += 1) {
      var line = lines[(at + by * count + lines.length * 2) % lines.length];
      if (!line.hasAttribute("data-todo")) continue;
      line.focus();
      line.scrollIntoView({block: "center"});
      if (window.matchMedia("(min-width: 1000px)").matches) line.querySelector(".tp-desk-name").click();
      return;
    }
  }

  document.addEventListener("click", function (event) {
    var step = event.target.closest("[data-todo-step]");
    if (!step) return;
    event.preventDefault();
    stepToLine(Number(step.getAttribute("data-todo-step")));
  });

  document.addEventListener("change", countTicks);
  countTicks();
})();
