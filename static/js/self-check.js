/* The page that computes a published copy once more. Works from a disk, too: there it has no server
   and reads the file that is chosen, or asks the address that stands in data-self-check. */
(function () {
  "use strict";

  var MOST_ROWS = 200;
  var PLACES = {
    total: "tổng điểm", difference: "chênh lệch", met: "kết quả",
    failed_conditions: "điều kiện chưa đạt", passed: "số chỉ tiêu đạt", of: "số chỉ tiêu"
  };
  var SUMMARY = {
    units: "số đơn vị", met: "số đơn vị đạt", not_met: "số đơn vị chưa đạt",
    average: "điểm trung bình"
  };
  var COLUMN_WORDS = { self: "tự chấm", appraised: "thẩm tra", final: "chính thức" };
  var LEVELS = {
    figures: "tính từ số liệu gốc", contents: "tính từ điểm của nội dung",
    indicators: "tính từ điểm đã in của chỉ tiêu"
  };
  var result = document.getElementById("ket-qua-kiem-tra");
  if (!result || !window.publishedCheck) return;

  function make(name, text, className) {
    var part = document.createElement(name);
    if (text) part.textContent = text;
    if (className) part.className = className;
    return part;
  }

  function counted(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  }

  function say(title, sentences, tone) {
    result.replaceChildren();
    var note = make("div", "", "tp-card tp-check-said tp-edge-" + tone);
    note.append(make("h2", title));
    sentences.forEach(function (sentence) { note.append(make("p", sentence)); });
    result.append(note);
    result.focus();
  }

  function placeOf(row) {
    if (!row.unit) return SUMMARY[row.place] || row.place;
    if (PLACES[row.place]) return PLACES[row.place];
    if (/^TC/.test(row.place)) return "tiêu chí " + row.place.slice(2);
    return (row.place.split(".").length > 2 ? "nội dung " : "chỉ tiêu ") + row.place;
  }

  /* As people read it: decimals with a comma, met or not met in words, conditions by number. */
  function valueOf(row, value, isPass) {
    if (row.unit && row.place === "failed_conditions") {
      return value ? "Điều kiện " + value.split(" ").map(function (code) {
        return code.replace(/^DK/, "");
      }).join(", ") : "Không có";
    }
    if (!value) return "–";
    var isMark = row.place === "met" || (isPass && !PLACES[row.place]);
    if (row.unit && isMark && (value === "1" || value === "0")) {
      return value === "1" ? "Đạt" : "Chưa đạt";
    }
    return value.replace(".", ",").replace("-", "\u2212");
  }

  function table(rows, isPass) {
    var wrap = make("div", "", "tp-card tp-card-flush tp-table-wrap tp-check-places");
    var drawn = make("table", "", "tp-table");
    drawn.append(make("caption", "Những chỗ không khớp", "tp-hidden"));
    var head = make("tr");
    ["Đơn vị", "Chỗ không khớp", "Cột", "Đã công bố", "Tính lại"].forEach(function (text) {
      var cell = make("th", text);
      cell.scope = "col";
      head.append(cell);
    });
    var top = make("thead");
    top.append(head);
    var body = make("tbody");
    rows.slice(0, MOST_ROWS).forEach(function (row) {
      var line = make("tr");
      var unit = make("th", row.unit ? row.unit + " " + row.name : "Cả năm");
      unit.scope = "row";
      line.append(unit);
      [placeOf(row), COLUMN_WORDS[row.column] || "–",
        valueOf(row, row.printed, isPass), valueOf(row, row.computed, isPass)]
        .forEach(function (text) { line.append(make("td", text)); });
      body.append(line);
    });
    drawn.append(top, body);
    wrap.append(drawn);
    return wrap;
  }

  function show(found) {
    var levels = Object.keys(LEVELS).filter(function (level) { return found.levels[level]; })
      .map(function (level) { return counted(found.levels[level]) + " chỉ tiêu " + LEVELS[level]; });
    var about = "Năm " + found.year + ", tệp ghi bản số " + String(found.number).padStart(2, "0") + ": " +
      counted(found.units) + " đơn vị, đã tính lại " + counted(found.compared) + " số" +
      levels.map(function (level) { return "; " + level; }).join("") + ".";
    var isSame = found.printed === found.sha256;
    var hash = isSame ? "Mã kiểm tra khớp với số liệu trong tệp: " + found.sha256 + "."
      : "Mã kiểm tra không khớp: tệp ghi " + found.printed + ", tính lại " + found.sha256 + ".";
    var count = found.mismatches.length;
    if (isSame && !count && !found.doubts.length) {
      say("Khớp", [about, hash, "Mọi tổng số tính lại đều bằng số ghi trong tệp."].concat(found.notes), "ok");
      return;
    }
    var lines = [about, hash].concat(found.doubts);
    if (count > MOST_ROWS) lines.push("Bảng dưới đây ghi " + MOST_ROWS + " chỗ đầu trong " + counted(count) + " chỗ.");
    var title = isSame ? "Tệp này không phải tệp đã công bố" : "Số liệu đã bị thay đổi";
    say(count ? "Không khớp " + counted(count) + " chỗ" : title, lines.concat(found.notes), "stop");
    if (count) result.append(table(found.mismatches, found.scale === "pass"));
  }

  function check(text) {
    var found;
    try {
      found = window.publishedCheck.checkFile(text);
    } catch (fault) {
      say("Không kiểm tra được", [fault.told || "Tệp này không phải tệp JSON của một bản công bố. Tải lại tệp JSON từ trang Dữ liệu mở."], "stop");
      return;
    }
    show(found);
  }

  function waiting() {
    result.replaceChildren(make("p", "Đang tính…"));
  }

  document.querySelectorAll("[data-self-check]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      waiting();
      fetch(button.getAttribute("data-self-check"), { credentials: "omit" }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(check).catch(function () {
        say("Chưa tải được tệp", ["Kiểm tra đường truyền, hoặc chọn tệp JSON đã tải về máy."], "stop");
      });
    });
  });

  var field = document.getElementById("tep-kiem-tra");
  field.addEventListener("change", function () {
    if (!field.files.length) return;
    waiting();
    document.getElementById("ten-tep-kiem-tra").textContent = field.files[0].name;
    field.files[0].text().then(check);
    /* So that the same file can be chosen again after it was changed. */
    field.value = "";
  });
})();
