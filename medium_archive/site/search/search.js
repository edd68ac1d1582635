// The search: loads the index and the shards of the searched terms, finds posts and shows them. It works on pages opened
// from the disk: no fetch, no module, no worker. index.py, shards.py and bits.py describe the index and its encoding.
(function () {
  "use strict";

  var form = document.getElementById("search");
  var field = document.getElementById("search-words");
  var status = document.getElementById("search-status");
  var list = document.getElementById("search-results");
  var more = document.getElementById("search-more");
  var years = document.getElementById("search-years");
  var words = form.dataset;
  var tokens = window.searchWords.tokens, places = window.searchWords.places, mark = window.searchWords.mark;
  var STEP = 50; // results shown at once
  var ALPHABET = "";
  for (var code = 33; code < 127; code++) {
    if ('"\\<'.indexOf(String.fromCharCode(code)) < 0) ALPHABET += String.fromCharCode(code);
  }
  var index = null;
  var shards = {}; // the loaded shards by number
  var asked = {}; // the addresses of scripts that were requested
  var shown = STEP, showing = ""; // the number of results, and what the page shows now

  // Reading what bits.py writes

  function bytesOf(text) {
    var values = {}, bytes = new Uint8Array(Math.ceil(text.length / 2 * 13 / 8) + 8), held = 0, many = 0, at = 0;
    for (var i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;
    for (i = 0; i < text.length; i += 2) {
      held = (held << 13) | (values[text.charCodeAt(i)] * ALPHABET.length + values[text.charCodeAt(i + 1)]);
      many += 13;
      while (many >= 8) {
        many -= 8;
        bytes[at++] = (held >> many) & 255;
      }
      held &= (1 << many) - 1;
    }
    bytes[at] = held << (8 - many);
    return bytes;
  }

  function Bits(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  Bits.prototype.read = function (width) {
    var value = 0;
    for (; width; width--, this.at++) value = value * 2 + ((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1);
    return value;
  };
  Bits.prototype.count = function () {
    var width = 0;
    while (!this.read(1)) width++;
    return Math.pow(2, width) + this.read(width);
  };
  Bits.prototype.below = function (limit) {
    var width = limit > 1 ? 32 - Math.clz32(limit - 1) : 0;
    if (!width) return 0;
    var short = Math.pow(2, width) - limit, value = this.read(width - 1);
    return value < short ? value : value * 2 + this.read(1) - short;
  };
  Bits.prototype.ascending = function (many, limit) {
    var bits = this, values = new Array(many);
    (function part(first, end, low, high) {
      var length = end - first;
      if (!length) return;
      if (length === high - low) {
        for (var i = 0; i < length; i++) values[first + i] = low + i;
        return;
      }
      var middle = (first + end) >> 1, lowest = low + middle - first;
      values[middle] = lowest + bits.below(high - (end - middle) + 1 - lowest);
      part(first, middle, low, values[middle]);
      part(middle + 1, end, values[middle] + 1, high);
    })(0, many, 0, limit);
    return values;
  };

  function unpack(bytes) {
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).text().then(JSON.parse);
  }

  // Reading what index.py and shards.py write

  window.searchIndex = function (packed, length) {
    unpack(bytesOf(packed).subarray(0, length)).then(function (table) {
      index = table;
      index.titles = {};
      search();
    }).catch(fail);
  };

  window.searchShard = function (number, packed, coded, length) {
    unpack(bytesOf(packed).subarray(0, length)).then(function (table) {
      var bits = new Bits(bytesOf(coded)), many = index.posts.length, before = "", signs = {};
      function posts() { return bits.ascending(bits.count(), many); }
      var list = (table.words.match(/[A-Z][^A-Z]*/g) || []).map(function (part) {
        before = Array.from(before).slice(0, part.charCodeAt(0) - 65).join("") + part.slice(1);
        return {word: before, posts: posts()};
      });
      var all = Array.from(table.signs).map(function (sign) { return signs[sign] = {posts: posts(), after: null, rare: table.rare}; });
      all = all.filter(function (sign) { return sign.posts.length > table.few; });
      table.after.forEach(function (after, at) {
        all[at].after = {};
        Array.from(after).forEach(function (second) {
          all[at].after[second] = bits.ascending(bits.count(), all[at].posts.length)
            .map(function (place) { return all[at].posts[place]; });
        });
      });
      shards[number] = {letters: table.letters, words: list, signs: signs};
      search();
    }).catch(fail);
  };

  // The numbers of the shards that may have a token. Words that begin with the same letter are in several shards
  function shardsOf(token) {
    var first = token.letters[0].codePointAt(0) * 31, numbers = [];
    if (token.kind === "signs") {
      return token.letters.map(function (letter) { return letter.codePointAt(0) * 31 % index.shards; });
    }
    if (token.letters.length > 1) return [(first + token.letters[1].codePointAt(0) % index.spread * 17) % index.shards];
    for (var second = 0; second < index.spread; second++) numbers.push((first + second * 17) % index.shards);
    return numbers;
  }

  // Whether all shards of a query are loaded; requests those that are missing
  function isLoaded(query) {
    var missing = 0;
    tokens(query).forEach(function (token) {
      shardsOf(token).forEach(function (number) {
        if (shards[number]) return;
        missing++;
        loadScript(words.index.replace("index.js", number + ".js"));
      });
    });
    return !missing;
  }

  function both(one, other) {
    var there = new Set(other);
    return one.filter(function (post) { return there.has(post); });
  }

  // The posts that have two signs side by side, or may have
  function pair(first, second, letter) {
    var known = first.after && (first.after[letter] || !first.rare && []);
    return known || both(first.posts, second.posts);
  }

  // Each post that has the token, with 1, or with 2 where it is a whole word
  function hits(token) {
    var found = new Map(), there = shardsOf(token).map(function (number) { return shards[number]; });
    if (token.kind === "signs") {
      var signs = token.letters.map(function (letter, at) { return there[at].signs[letter]; });
      if (signs.some(function (sign) { return !sign; })) return found;
      var posts = signs[0].posts;
      for (var i = 1; i < signs.length && posts.length; i++) posts = both(posts, pair(signs[i - 1], signs[i], token.letters[i]));
      posts.forEach(function (post) { found.set(post, 2); });
      return found;
    }
    there.forEach(function (shard) {
      var start = token.letters.slice(0, shard.letters).join("");
      shard.words.forEach(function (one) {
        if (!one.word.startsWith(start)) return;
        var worth = one.word === start ? 2 : 1;
        one.posts.forEach(function (post) { found.set(post, Math.max(worth, found.get(post) || 0)); });
      });
    });
    return found;
  }

  function title(post) {
    if (!index.titles[post]) index.titles[post] = tokens(index.posts[post][0]);
    return index.titles[post];
  }

  function inTitle(token, title) {
    var wanted = token.letters.join("");
    return title.some(function (one) {
      var there = one.letters.join("");
      return one.kind === token.kind && (token.kind === "signs" ? there.includes(wanted) : there.startsWith(wanted));
    });
  }

  // The numbers of the posts that have all tokens: first those with tokens in the title, then with whole words, then newer ones
  function find(query) {
    var wanted = tokens(query), worth = null;
    wanted.forEach(function (token) {
      var found = hits(token), sum = new Map();
      found.forEach(function (value, post) {
        if (worth && !worth.has(post)) return;
        var inIt = inTitle(token, title(post)) ? 1000 : 0;
        sum.set(post, inIt + value + (worth ? worth.get(post) : 0));
      });
      worth = sum;
    });
    return Array.from(worth || []).sort(function (one, other) {
      return other[1] - one[1] || index.posts[other[0]][1] - index.posts[one[0]][1] || one[0] - other[0];
    }).map(function (one) { return one[0]; });
  }

  function day(number) {
    var year = Math.floor(number / 10000), month = Math.floor(number / 100) % 100;
    return words.date.replace("{year}", year).replace("{month}", month).replace("{day}", number % 100)
      .replace("{name}", words.months.split(" ")[month - 1] || "");
  }

  // A number as the language of the site writes it
  function grouped(value) {
    return String(value).replace(/(\d)(?=(\d{3})+$)/g, "$1" + (words.thousands || ","));
  }

  function stamp(number) {
    return String(number).padStart(8, "0").replace(/(..)(..)$/, "-$1-$2");
  }

  // The address of a post's page from this page
  function address(post) {
    var file = post[2];
    if (typeof file === "number") {
      var name = post[0].toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
      name.unshift(post[1] ? stamp(post[1]) : "");
      file = "posts/" + Array.from(name.join("-")).slice(0, file).join("") + "/index.html";
    }
    return form.dataset.root + file.split("/").map(encodeURIComponent).join("/");
  }

  function item(number) {
    var post = index.posts[number], one = document.createElement("li"), link = document.createElement("a");
    if (post[1]) {
      var time = document.createElement("time");
      time.dateTime = stamp(post[1]);
      time.textContent = day(post[1]);
      one.append(time, " ");
    }
    link.href = address(post);
    mark(link, post[0], places(post[0], tokens(field.value)), 0, post[0].length);
    link.dir = "auto";
    if (post[3]) link.lang = post[3];
    var what = document.createElement("span");
    what.className = "what";
    what.append(link);
    if (index.authors) {
      var author = document.createElement("span");
      author.className = "author";
      author.dir = "auto";
      author.textContent = index.authors[post[4]];
      what.append(" ", author);
    }
    if (words.response && String(post[2]).startsWith("responses/")) { // an own search.html may lack the word
      var kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = words.response;
      what.append(" ", kind);
    }
    one.append(what);
    if (seen) {
      one.dataset.post = number;
      seen.observe(one);
    }
    return one;
  }

  // Passages of the texts. A page from the disk can't read another page: there, only titles are marked

  var BLOCKS = "p, li, h2, h3, h4, h5, h6, td, th, dt, dd, pre, figcaption, blockquote, div, br, .title, .description";
  var BEFORE = 50, LONGEST = 170; // characters of a passage
  var texts = {}; // promises of the texts of posts by number
  var seen = /^https?:$/.test(location.protocol) && window.IntersectionObserver && new IntersectionObserver(quote);

  function textOf(number) {
    texts[number] = texts[number] || fetch(address(index.posts[number])).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (page) {
      var content = new DOMParser().parseFromString(page, "text/html").querySelector(".e-content");
      if (!content) return "";
      content.querySelectorAll(".added").forEach(function (one) { one.remove(); });
      content.querySelectorAll(BLOCKS).forEach(function (one) { one.after(" "); });
      return content.textContent.replace(/\s+/g, " ").trim();
    }).catch(function () { return ""; });
    return texts[number];
  }

  // Show, under the results that come into view, a passage that has the searched words
  function quote(entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      seen.unobserve(entry.target);
      var wanted = tokens(field.value), post = index.posts[entry.target.dataset.post];
      textOf(entry.target.dataset.post).then(function (text) {
        var found = places(text, wanted);
        if (!found.length || !entry.target.isConnected) return;
        var first = window.searchWords.best(found, LONGEST - BEFORE), start = Math.max(0, first - BEFORE);
        if (start) start = text.indexOf(" ", start) + 1 || start;
        if (start > first) start = Math.max(0, first - BEFORE / 5); // Chinese has no spaces
        var end = Math.min(text.length, start + LONGEST), passage = document.createElement("span");
        var space = text.lastIndexOf(" ", end);
        if (end < text.length && space > end - 20) end = space;
        Object.assign(passage, {className: "passage", dir: "auto"});
        if (post[3]) passage.lang = post[3];
        if (start) passage.append("… ");
        mark(passage, text, found, start, end);
        if (end < text.length) passage.append(" …");
        entry.target.querySelector(".what").append(" ", passage);
      });
    });
  }

  function search() {
    var query = field.value.trim(), any = tokens(query).length > 0;
    remember(query);
    years.hidden = any && index !== null;
    if (!any) return show([], "");
    if (!index || !isLoaded(query)) return load();
    var found = find(query);
    show(found, found.length ? words.found.replace("{n}", grouped(found.length)) : words.nothing);
  }

  function show(found, said) {
    var now = [field.value, said].concat(found.slice(0, shown)).join(" ");
    if (now === showing) return; // so that the focus stays on its result
    showing = now;
    status.textContent = said;
    list.replaceChildren.apply(list, found.slice(0, shown).map(item));
    list.hidden = !found.length;
    more.hidden = found.length <= shown;
  }

  function remember(query) {
    try {
      history.replaceState(null, "", location.pathname + (query ? "#" + encodeURIComponent(query) : ""));
    } catch (error) {
      // Some browsers do not let a page from the disk change its address; the search works without.
    }
  }

  function load() {
    loadScript(words.index);
    if (!field.value.trim()) return;
    status.textContent = words.loading;
    showing = "";
  }

  function loadScript(address) {
    if (asked[address]) return;
    asked[address] = true;
    var script = document.createElement("script");
    script.src = address;
    script.onerror = fail;
    document.head.append(script);
  }

  function fail() {
    asked = {};
    years.hidden = false;
    status.textContent = words.failed;
    showing = "";
  }

  var waiting = 0;
  field.addEventListener("input", function (event) {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      shown = STEP;
      search();
    }, 100);
  });
  field.addEventListener("compositionend", function () { field.dispatchEvent(new Event("input")); });
  field.addEventListener("focus", load, {once: true});
  // The arrow keys lead from the field through the results and back
  form.parentNode.addEventListener("keydown", function (event) {
    var step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step || event.isComposing) return;
    var stops = [field].concat(Array.from(list.querySelectorAll("a"))), at = stops.indexOf(document.activeElement);
    if (at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    search();
  });
  more.addEventListener("click", function () {
    var next = shown;
    shown = Infinity;
    search();
    list.children[next].querySelector("a").focus();
  });
  form.hidden = false;
  var given = new URLSearchParams(location.search).get("q") || "";
  try {
    given = decodeURIComponent(location.hash.slice(1)) || given;
  } catch (error) {
    // The address has something else there.
  }
  field.value = given;
  if (given) search();
})();
