/* What every script that sends something needs: a key for the request, and the token of the form.
   A request without an answer is sent again with the same key; another content takes a new one. */
(function () {
  "use strict";

  function hex(byte) {
    return (byte + 256).toString(16).slice(1);
  }

  /* Without crypto.randomUUID, which pages on plain HTTP do not have. */
  function newKey() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var text = Array.from(bytes).map(hex).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* Signing in again in another window makes the token of this page an old one. */
  function token() {
    var kept = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
    var inForm = document.querySelector("[name='csrfmiddlewaretoken']");
    return kept ? kept[1] : inForm ? inForm.value : "";
  }

  window.tuphap = { newKey: newKey, token: token };

  document.addEventListener("htmx:configRequest", function (event) {
    var headers = event.detail.headers;
    if (event.detail.verb === "get") return;
    headers["X-CSRFToken"] = token();
    if (!headers["Request-Key"]) headers["Request-Key"] = newKey();
  });
})();
