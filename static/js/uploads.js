/* Files of a line: dropped or chosen, several at once, each with its own bar. Without this file the
   page of the line takes them by a plain form. What stands on the page afterwards comes from the
   server; nothing here believes that a file was kept before the server said so. */
(function () {
  "use strict";

  var WORDS = {
    waits: "Chờ gửi",
    checks: "Đang kiểm tra…",
    lost: "Chưa gửi được, đường truyền bị ngắt. Tệp còn trên máy này, gửi lại khi có mạng.",
    failed: "Chưa gửi được, máy chủ chưa trả lời. Gửi lại sau ít phút."
  };
  var queue = [];
  var running = null;
  var chooser = document.createElement("input");
  chooser.type = "file";
  chooser.multiple = true;

  document.querySelectorAll("[data-without-script]").forEach(function (part) {
    part.hidden = true;
  });

  function placeOf(element) {
    return element.closest("[data-file-url]");
  }

  function listOf(place) {
    var list = place.querySelector("[data-upload-list]");
    if (list) return list;
    list = document.createElement("ul");
    list.className = "tp-uploads";
    list.setAttribute("data-upload-list", "");
    list.setAttribute("aria-live", "polite");
    place.querySelector(".tp-evidence-list").after(list);
    return list;
  }

  function button(words, name, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "tp-button tp-button-small";
    made.textContent = words;
    made.setAttribute("aria-label", words + " " + name);
    made.addEventListener("click", act);
    return made;
  }

  /* --- one file on its way --- */

  function Sending(place, file) {
    this.place = place;
    this.file = file;
    this.row = document.createElement("li");
    this.name = document.createElement("span");
    this.name.className = "tp-uploads-name";
    this.name.textContent = file.name.normalize("NFC");
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", "Đã gửi " + this.name.textContent);
    this.key = window.tuphap.newKey();
    this.words = document.createElement("span");
    this.words.className = "tp-uploads-words";
    this.row.append(this.name, this.bar, this.words);
    listOf(place).append(this.row);
    this.wait();
  }

  Sending.prototype.wait = function () {
    this.row.className = "";
    this.bar.hidden = false;
    this.bar.value = 0;
    this.words.textContent = WORDS.waits;
    this.row.querySelectorAll("button").forEach(function (one) { one.remove(); });
    queue.push(this);
    next();
  };

  Sending.prototype.start = function () {
    var self = this;
    var request = new XMLHttpRequest();
    request.open("POST", this.place.getAttribute("data-file-url"));
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("X-CSRFToken", window.tuphap.token());
    request.setRequestHeader("Request-Key", this.key);
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) self.show((100 * event.loaded) / event.total);
    });
    request.upload.addEventListener("load", function () { self.show(100); });
    request.addEventListener("load", function () { self.answered(request); });
    request.addEventListener("error", function () { self.stays(WORDS.lost, true); });
    request.addEventListener("timeout", function () { self.stays(WORDS.lost, true); });
    /* As it was the first time: the key stands for this content. */
    this.sent = this.sent || this.form();
    request.send(this.sent);
  };

  Sending.prototype.form = function () {
    var form = new FormData();
    if (this.place.hasAttribute("data-uploads")) form.append("trang", "1");
    [["con-loi", "tp-content-wrong"], ["hai-ban", "tp-content-clash"]].forEach(function (pair) {
      var codes = Array.from(document.getElementsByClassName(pair[1])).map(function (line) {
        return line.getAttribute("data-line");
      });
      if (codes.length) form.append(pair[0], codes.join(","));
    });
    form.append("file", this.file, this.file.name);
    return form;
  };

  Sending.prototype.show = function (percent) {
    this.bar.value = percent;
    this.words.textContent = percent < 100 ? "Đang gửi " + Math.round(percent) + " %" : WORDS.checks;
  };

  Sending.prototype.answered = function (request) {
    if (request.status === 200 && request.responseText.includes("hx-swap-oob")) {
      this.row.remove();
      window.htmx.swap(document.body, request.responseText, { swapStyle: "none" });
      done();
    } else if (request.status >= 500 || request.status === 200) {
      this.stays(WORDS.failed, true);
    } else {
      this.stays(sentenceOf(request.responseText) || WORDS.failed, request.status !== 422);
    }
  };

  /* The sentence stays beside the line until somebody has read it. */
  Sending.prototype.stays = function (words, again) {
    var self = this;
    this.row.className = "tp-uploads-failed";
    this.bar.hidden = true;
    this.words.textContent = words;
    if (again) this.row.append(button("Gửi lại", this.name.textContent, function () { self.wait(); }));
    this.row.append(button("Bỏ", this.name.textContent, function () { self.row.remove(); }));
    done();
  };

  function sentenceOf(answer) {
    var page = new DOMParser().parseFromString(answer, "text/html");
    var said = page.querySelector("[data-sentence], [role='alert'], h1");
    return said ? said.textContent.trim() : "";
  }

  /* One after the other: a slow line carries one file better than three. */
  function next() {
    if (running || !queue.length) return;
    running = queue.shift();
    running.start();
  }

  function done() {
    running = null;
    next();
  }

  function send(place, files) {
    Array.from(files).forEach(function (file) { new Sending(place, file); });
  }

  /* --- choosing and dropping --- */

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-choose-files]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    chooser.value = "";
    chooser.onchange = function () { send(placeOf(link), chooser.files); };
    chooser.click();
  });

  document.querySelectorAll("[data-uploads]").forEach(function (form) {
    form.addEventListener("change", function (event) {
      if (event.target.type !== "file") return;
      send(form, event.target.files);
      event.target.value = "";
    });
  });

  function hasFiles(event) {
    return event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  }

  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!hasFiles(event)) return;
      /* A file that misses its line must not take the place of the page. */
      event.preventDefault();
      var place = placeOf(event.target);
      if (!place) return;
      place.classList.toggle("tp-content-drop", name === "dragover");
      if (name === "drop") send(place, event.dataTransfer.files);
    });
  });

  window.addEventListener("beforeunload", function (event) {
    if (running || queue.length) event.preventDefault();
  });
})();
