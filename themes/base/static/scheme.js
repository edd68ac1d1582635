// The button for light and dark. It is loaded in the head, so that no page is shown in the wrong colours first. Without
// a choice, and without this script, a page has the colours that the reader's system has.
"use strict";
(function () {
  var KEY = "archive-scheme", root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  var bars = Array.from(document.querySelectorAll('meta[name="theme-color"]')); // the light one first
  var media = bars.map(function (bar) { return bar.media; });
  var chosen = "", button = null;

  // A browser may refuse the storage, or have something else there
  function stored() {
    try { return localStorage.getItem(KEY); } catch (error) { return chosen; }
  }
  function store() {
    try { chosen ? localStorage.setItem(KEY, chosen) : localStorage.removeItem(KEY); } catch (error) { /* only this page */ }
  }

  function isDark() { return chosen ? chosen === "dark" : system.matches; }

  function show() {
    if (chosen) { root.dataset.scheme = chosen; } else { delete root.dataset.scheme; }
    bars.forEach(function (bar, place) {
      bar.media = chosen ? ((place === 1) === isDark() ? "all" : "not all") : media[place];
    });
    if (button) { button.setAttribute("aria-pressed", String(isDark())); }
  }

  function read() {
    var found = stored();
    chosen = found === "dark" || found === "light" ? found : "";
    show();
  }

  read();
  system.addEventListener("change", show);
  addEventListener("storage", read);
  addEventListener("pageshow", function (event) { if (event.persisted) { read(); } });
  document.addEventListener("DOMContentLoaded", function () {
    button = document.querySelector("button.scheme-button");
    if (!button) { return; }
    button.addEventListener("click", function () {
      var wanted = isDark() ? "light" : "dark";
      chosen = (wanted === "dark") === system.matches ? "" : wanted; // follow the system again
      store();
      show();
    });
    show();
    button.hidden = false;
  });
})();
