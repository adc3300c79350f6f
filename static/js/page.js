/* Small conveniences of every page; each works on elements that carry its data attribute. */
(function () {
  "use strict";

  function on(name, attribute, handler) {
    document.addEventListener(name, function (event) {
      var found = event.target.closest("[" + attribute + "]");
      if (found) handler(found, event);
    });
  }

  on("click", "data-print", function () {
    window.print();
  });

  /* data-copy: the id of the element whose text is copied; the answer is said in the button. */
  on("click", "data-copy", function (button) {
    var source = document.getElementById(button.getAttribute("data-copy"));
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText(source.value || source.textContent.trim()).then(function () {
      var word = button.querySelector("[data-copy-word]") || button;
      word.textContent = "Đã chép";
    });
  });

  on("click", "data-show-password", function (button) {
    var field = document.getElementById(button.getAttribute("data-show-password"));
    var shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? "Hiện" : "Ẩn";
    button.setAttribute("aria-pressed", String(!shown));
  });

  /* Escape, and a press elsewhere, close what was opened over the page. */
  function close(event) {
    document.querySelectorAll("details[data-closes][open]").forEach(function (open) {
      if (event.type === "click" && open.contains(event.target)) return;
      open.open = false;
      if (event.type === "keydown" && open.contains(document.activeElement)) {
        open.querySelector("summary").focus();
      }
    });
  }

  document.addEventListener("click", close);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close(event);
  });

  /* A file field says the name of the chosen file in our own words. */
  on("change", "data-file-name", function (field) {
    var said = document.getElementById(field.getAttribute("data-file-name"));
    var names = Array.from(field.files).map(function (file) { return file.name; });
    if (said) said.textContent = names.join(", ") || "Chưa chọn tệp nào";
  });

  /* An unavailable button stays focusable, so the click is what must not happen. */
  document.addEventListener("click", function (event) {
    if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  }, true);

  document.querySelectorAll("[data-show-password], [data-needs-script]").forEach(function (part) {
    part.hidden = false;
  });

  var summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    if (!document.title.startsWith("Lỗi:")) document.title = "Lỗi: " + document.title;
  }
})();
