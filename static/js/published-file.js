/* Reads a file that says it is a published copy: what has two readings is refused, what the hash
   does not speak of is named. The same as tuphap/rules/published_file.py, sentence by sentence. */
(function () {
  "use strict";

  var TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
  var NUMBER = /^(-?[0-9].*|NaN|-?Infinity)$/;
  var WHOLE = /^-?[0-9]{1,15}$/;
  var DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  var LONGEST_QUOTE = 40;
  var AGAIN = " Tải lại tệp JSON từ trang Dữ liệu mở.";

  function refuse(sentence) {
    var fault = new Error(sentence);
    fault.told = sentence + AGAIN;
    throw fault;
  }

  function quoted(text) {
    return "“" + (text.length > LONGEST_QUOTE ? text.slice(0, LONGEST_QUOTE - 1) + "…" : text) + "”";
  }

  /* JSON.parse keeps the last of two values of one name and says nothing of the first. */
  function requireOneReading(text) {
    var open = [], last = "";
    (text.match(TOKEN) || []).forEach(function (token) {
      if (token === "{" || token === "[") open.push(new Set());
      else if (token === "}" || token === "]") open.pop();
      else if (token === ":") {
        var names = open[open.length - 1], name = JSON.parse(last);
        if (names.has(name)) refuse("Tệp ghi tên " + quoted(name) + " hai lần trong cùng một mục nên có hai cách đọc.");
        names.add(name);
      } else if (NUMBER.test(token) && !WHOLE.test(token)) {
        refuse("Tệp ghi " + quoted(token) + " ở chỗ của một số nguyên; không bản công bố nào có giá trị như vậy.");
      }
      last = token;
    });
  }

  function read(text) {
    var plain = text.replace(/^\uFEFF/, "");
    requireOneReading(plain);
    return JSON.parse(plain);
  }

  function word(year) {
    return Number.isInteger(year) ? String(year) : "–";
  }

  function doubts(data) {
    var found = [], counts = new Map(), year = data.payload.year;
    if (data.year !== year || !Number.isInteger(year)) {
      found.push("Tệp ghi năm " + word(data.year) + " nhưng số liệu bên trong là của năm " + word(year) + ".");
    }
    if (!data.payload.units.length) found.push("Tệp không có đơn vị nào nên không có kết quả nào để kiểm tra.");
    data.payload.units.forEach(function (unit) {
      counts.set(unit.code, (counts.get(unit.code) || 0) + 1);
    });
    counts.forEach(function (count, code) {
      if (count > 1) found.push("Đơn vị mã " + code + " có " + count + " lần trong tệp; mỗi đơn vị chỉ có một kết quả trong một năm.");
    });
    return found;
  }

  function withdrawn(told) {
    var day = DAY.exec(told.on || ""), reason = String(told.reason || "").trim().replace(/\.+$/, "");
    return "Tệp ghi bản này đã thu hồi" + (day ? " ngày " + [day[3], day[2], day[1]].join("/") : "") +
      (reason ? ", lý do: " + reason : "") + ". Không dùng bản này làm kết quả.";
  }

  function notes(data) {
    var page = "trang kết quả năm " + word(data.payload.year) + " trên cổng công bố";
    return (data.withdrawal ? [withdrawn(data.withdrawal)] : []).concat([
      "Số bản và ngày công bố chỉ là lời của tệp, mã kiểm tra không bảo đảm hai điều đó. So mã vừa tính với mã của cùng số bản ở " + page +
        "; hai mã khác nhau thì tệp này không phải bản đã công bố."
    ]);
  }

  window.publishedFile = { read: read, doubts: doubts, notes: notes };
})();
