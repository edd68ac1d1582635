// Leads from an address that a post had at Medium to its page here, by the post's id, which every form of the address has.
(function () {
  "use strict";
  const folders = POSTS;
  const script = document.currentScript;
  const root = new URL("../", script.src);

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // The last id of the path; else the last id after "?" or "#", where the address may name other posts
  function pageOf(address) {
    const [, path, rest] = address.match(/^([^?#]*)(.*)$/s);
    for (const part of [path, rest]) {
      const found = decoded(part).toLowerCase().match(/(?<![0-9a-z])[0-9a-f]{6,12}(?![0-9a-z])/g) || [];
      for (const id of found.reverse()) {
        const folder = folders[id.replace(/^0+/, "") || id];
        if (folder) {
          return new URL(encodeURI(folder) + "/index.html", root).href;
        }
      }
    }
    return "";
  }

  // A form for an address; on 404.html it also takes words to search for
  function enable(form) {
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const words = form.elements.address.value.trim();
      const page = pageOf(words);
      const search = form.dataset.search;
      form.querySelector("[role=status]").textContent = page || search ? "" : form.dataset.none;
      if (page || search) {
        location.href = page || search + "#" + encodeURIComponent(words);
      }
    });
  }

  const form = document.querySelector("form.find");
  if (form) {
    enable(form);
  } else {
    const page = pageOf(location.pathname + location.search);
    if (page) {
      location.replace(page);
    }
    document.addEventListener("DOMContentLoaded", function () {
      const later = document.querySelector("form.find");
      if (later) {
        enable(later);
      }
    });
  }
})();
