/* Several cells pasted into one field of the sheet: they are not squeezed into it, a preview is offered.
   What the rows mean, the server says; what was typed on the sheet is saved before the page is left. */
(function () {
  "use strict";

  var sheet = window.tuphap.sheet;
  var offer = document.getElementById("dan-khoi");
  if (!sheet || !offer) return;

  var field = null;

  /* Line breaks inside a cell stand between quotation marks. */
  function rowsOf(text) {
    return text.replace(/"(?:[^"\t]|"")*"(?=[\t\r\n]|$)/g, "").split(/\r\n|\r|\n/).length;
  }

  sheet.page.addEventListener("paste", function (event) {
    var target = event.target;
    if (target.tagName !== "INPUT" || !sheet.isOurs(target) || sheet.isTick(target)) return;
    /* A single cell comes with the line break of its row. */
    var block = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
    if (!/[\t\r\n]/.test(block)) return;
    event.preventDefault();
    field = target;
    offer.elements.khoi.value = block;
    offer.elements.tu.value = target.name;
    sheet.lineOf(target).querySelector(".tp-content-answer").append(offer);
    offer.hidden = false;
    var go = offer.querySelector("[type='submit']");
    go.textContent = "Dán " + rowsOf(block) + " dòng vào phiếu…";
    go.focus();
  });

  offer.addEventListener("click", function (event) {
    if (!event.target.closest("[data-paste-drop]")) return;
    offer.hidden = true;
    field.focus();
  });

  window.tuphap.saving.leaveBy(offer);
})();
