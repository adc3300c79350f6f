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

  /* What was opened of a line frees its tick: asked again when a picture of it is there, and on
     coming back from a document that opened beside this page. */
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

  var shown = {};
  document.addEventListener("load", function (event) {
    var picture = event.target;
    if (!picture.closest || !picture.closest("#tai-lieu") || shown[picture.src]) return;
    shown[picture.src] = true;
    askForTick();
  }, true);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") askForTick();
  });

  document.addEventListener("change", countTicks);
  countTicks();
})();
