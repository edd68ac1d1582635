// For comfort, the page works without it: a button that copies code, and a light box for pictures.
"use strict";
(function () {
  var script = document.currentScript, words = script.dataset;

  function button(name, label) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.lang = words.language;
    made.textContent = label;
    return made;
  }

  // Code

  if (navigator.clipboard) {
    document.querySelectorAll(".code:not(.continued)").forEach(function (frame) {
      var parts = [], copy = button("copy", words.copy);
      var part = frame;
      do {
        parts.push(part.querySelector("pre").textContent.replace(/\n$/, ""));
        part = part.nextElementSibling;
      } while (part && part.matches(".continued"));
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(parts.join("\n\n")).then(function () {
          copy.textContent = words.copied;
          setTimeout(function () { copy.textContent = words.copy; }, 2000);
        });
      });
      frame.append(copy);
    });
  }

  // Pictures

  var links = Array.from(document.querySelectorAll("a.zoom"));
  if (!links.length || !window.HTMLDialogElement) { return; }
  var box = document.createElement("dialog"), picture = document.createElement("img");
  var caption = document.createElement("p"), at = 0;
  var close = button("close", "×"), previous = button("previous", "‹"), next = button("next", "›");
  [[close, words.close], [previous, words.previous], [next, words.next]].forEach(function (pair) {
    pair[0].setAttribute("aria-label", pair[1]);
  });
  box.className = "light-box";
  box.append(close, previous, picture, next, caption);
  previous.hidden = next.hidden = links.length < 2;

  function show(number) {
    at = (number + links.length) % links.length;
    var link = links[at], small = link.querySelector("img"), figure = link.closest("figure");
    var text = figure && figure.querySelector("figcaption");
    picture.removeAttribute("src"); // the previous picture must not be shown with this caption while this one loads
    picture.alt = small.alt;
    picture.width = small.getAttribute("width");
    picture.height = small.getAttribute("height");
    picture.src = link.href;
    caption.textContent = text ? text.textContent : "";
    box.setAttribute("aria-label", small.alt || caption.textContent || link.getAttribute("aria-label") || "");
  }

  links.forEach(function (link, number) {
    link.addEventListener("click", function (event) {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
      event.preventDefault();
      if (!box.isConnected) { document.body.append(box); }
      show(number);
      box.showModal();
    });
  });
  close.addEventListener("click", function () { box.close(); });
  previous.addEventListener("click", function () { show(at - 1); });
  next.addEventListener("click", function () { show(at + 1); });
  box.addEventListener("click", function (event) { if (event.target === box || event.target === picture) { box.close(); } });
  box.addEventListener("close", function () { links[at].focus(); });
  box.addEventListener("keydown", function (event) {
    var right = getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1;
    if (event.key === "ArrowRight") { show(at + right); }
    if (event.key === "ArrowLeft") { show(at - right); }
  });
})();
