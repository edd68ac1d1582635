// Sent by `archive serve` alone: reloads the page after each build, and shows what is wrong with one.
"use strict";
(function () {
  var first = null, box = null;
  var source = new EventSource("/.archive/events");
  source.onmessage = function (event) {
    var now = JSON.parse(event.data);
    if (first === null) { first = now.version; }
    if (now.version !== first) { location.reload(); return; }
    if (box) { box.remove(); box = null; }
    if (!now.problem) { return; }
    box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.textContent = now.problem;
    var style = {position: "fixed", insetInline: "0", insetBlockEnd: "0", zIndex: "9", padding: "1rem 1.5rem",
      maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap", font: "15px/1.5 system-ui, sans-serif",
      background: "#7a1414", color: "#fff"};
    for (var name in style) { box.style[name] = style[name]; }
    document.body.appendChild(box);
  };
})();
