// Words in texts, as the search counts them: where they are, and how they are marked. It comes before search.js.
(function () {
  "use strict";

  var SIGN = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u312f\\u31a0-\\u31bf" +
    "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var SIGNS = new RegExp("^[" + SIGN + "]", "u");
  var LETTER = new RegExp("[\\p{L}\\p{N}]", "u");

  // Characters that Chinese texts write in two ways with one meaning, each before the one that it is compared as
  var VARIANTS = "臺台裏裡羣群綫線峯峰啓啟衆眾牀床爲為説說鷄雞脚腳却卻祕秘麪麵溼濕汙污麽麼册冊温溫録錄産產内內税稅强強户戶着著";
  var VARIANT = new RegExp("[" + VARIANTS.replace(/(.)./g, "$1") + "]", "g");

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().normalize("NFKD")
      .replace(/(?![\u3099\u309a])\p{M}/gu, "").normalize("NFKC")
      .replace(VARIANT, function (letter) { return VARIANTS[VARIANTS.indexOf(letter) + 1]; });
  }

  // Words and runs of signs, in order
  function tokens(text) {
    var found = [], last = "";
    Array.from(fold(text)).forEach(function (letter) {
      var kind = SIGNS.test(letter) ? "signs" : LETTER.test(letter) ? "word" : "";
      if (kind && kind === last) found[found.length - 1].letters.push(letter);
      else if (kind) found.push({kind: kind, letters: [letter]});
      last = kind;
    });
    return found;
  }

  // Where each token is found in a text, as a start and an end in the text itself, and the number of
  // the token: whole words, and signs
  function places(text, wanted) {
    var letters = Array.from(text), folded = "", from = [], to = [], found = [], at = 0;
    letters.forEach(function (letter) {
      var plain = fold(letter);
      for (var i = 0; i < plain.length; i++) {
        from.push(at);
        to.push(at + letter.length);
      }
      if (!plain && to.length) to[to.length - 1] = at + letter.length; // a vowel sign or accent is part of its letter
      folded += plain;
      at += letter.length;
    });
    wanted.forEach(function (token, which) {
      var word = token.letters.join("");
      for (var start = folded.indexOf(word); start >= 0; start = folded.indexOf(word, start + 1)) {
        var end = start + word.length;
        if (token.kind === "word") {
          if (isWord(folded, start - 1)) continue;
          while (isWord(folded, end)) end++;
        }
        found.push([from[start], to[end - 1], which]);
      }
    });
    return found.sort(function (one, other) { return one[0] - other[0]; });
  }

  function isWord(text, at) {
    return at >= 0 && at < text.length && LETTER.test(text[at]) && !SIGNS.test(text[at]);
  }

  // Add a part of a text to an element, with the found words marked
  function mark(element, text, found, start, end) {
    var at = start;
    found.forEach(function (place) {
      if (place[0] < at || place[1] > end) return;
      var marked = document.createElement("mark");
      marked.textContent = text.slice(place[0], place[1]);
      element.append(text.slice(at, place[0]), marked);
      at = place[1];
    });
    element.append(text.slice(at, end));
  }

  // The start of the first passage of this length that has the most of the searched words
  function best(found, length) {
    var most = 0, start = 0;
    found.forEach(function (place, at) {
      var many = new Set();
      for (; at < found.length && found[at][1] < place[0] + length; at++) many.add(found[at][2]);
      if (many.size > most) {
        most = many.size;
        start = place[0];
      }
    });
    return start;
  }

  window.searchWords = {best: best, tokens: tokens, places: places, mark: mark};
})();
