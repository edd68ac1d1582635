// What needs a script: dropping files, the progress of a job, a preview. All else works without.
"use strict";

const byId = id => document.getElementById(id);

// The end of the program, which a tab that is still open can't see

const ended = byId("ended");
const ENDING = 1000; // milliseconds in which the program ends after its command

const isAlive = async () => {
  try {
    await fetch(ended.dataset.alive);
    return true;
  } catch {
    ended.hidden = false;
    ended.textContent = ended.dataset.text;
    for (const button of document.querySelectorAll("button, input[type=file]")) button.disabled = true;
    if (byId("job")) byId("job").hidden = true;
    return false;
  }
};

window.addEventListener("focus", isAlive);
document.addEventListener("visibilitychange", () => { if (!document.hidden) isAlive(); });
// A link of a tab that has been in front since, in place of the browser's own error
document.addEventListener("click", async event => {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  if (await isAlive()) location.href = link.href;
});
document.addEventListener("submit", async event => {
  const form = event.target, button = event.submitter;
  if (form.dataset.isAsked) { delete form.dataset.isAsked; return; }
  event.preventDefault();
  if (!(await isAlive())) return;
  form.dataset.isAsked = "1";
  form.requestSubmit(button);
});

// Dropping

const drop = byId("drop");
if (drop) {
  const form = byId("drop-form"), status = byId("drop-status"), bar = byId("drop-progress");
  form.elements.source.addEventListener("input", () => { form.elements.drop.value = ""; }); // a path instead of a drop
  const SHOWN = 10; // names of files that were not taken
  byId("folder").webkitdirectory = true; // no attribute of HTML
  drop.hidden = false;

  // The files below an entry of a drop, with their paths in it
  const below = async (entry, path) => {
    if (entry.isFile) return [[path + entry.name, await new Promise((good, bad) => entry.file(good, bad))]];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((good, bad) => reader.readEntries(good, bad));
      if (!some.length) return found;
      for (const one of some) found.push(...await below(one, `${path}${entry.name}/`));
    }
  };

  const refuse = text => { status.textContent = text; bar.hidden = true; drop.removeAttribute("aria-busy"); };

  const send = async files => {
    if (!files.length || drop.hasAttribute("aria-busy")) return;
    drop.setAttribute("aria-busy", "true");
    bar.hidden = false;
    const total = files.reduce((sum, [, file]) => sum + file.size, 0) || 1;
    const left = []; // the paths that were not taken
    let sent = 0;
    try {
      const begun = await fetch(form.dataset.drops, {method: "POST"});
      if (!begun.ok) return refuse(begun.status === 507 ? await begun.text() : form.dataset[begun.status === 409 ? "tooMany" : "failed"]);
      const {drop: name} = await begun.json();
      for (const [path, file] of files) {
        status.textContent = form.dataset.sending.replace("{name}", () => path);
        const address = `${form.dataset.drops}/${name}/${path.split("/").map(encodeURIComponent).join("/")}`;
        const answer = await fetch(address, {method: "PUT", body: file});
        if (answer.status === 409 && files.length > 1) {
          left.push(path);
        } else if (!answer.ok) {
          const text = answer.status === 507 ? await answer.text() : form.dataset[answer.status === 413 ? "tooLarge" : "refused"];
          return refuse(text.replace("{name}", () => path));
        }
        sent += file.size;
        bar.value = sent / total;
      }
      if (left.length === files.length) return refuse(form.dataset.refused.replace("{name}", () => left[0]));
      form.elements.drop.value = name;
      if (!left.length) return form.submit();
      const names = left.slice(0, SHOWN).join(", ");
      refuse(form.dataset.notTaken.replace("{names}", () => names) + (left.length > SHOWN ? ` ${form.dataset.more.replace("{number}", left.length - SHOWN)}` : ""));
    } catch {
      refuse(form.dataset.failed);
    }
  };

  for (const type of ["dragenter", "dragover"]) {
    document.addEventListener(type, event => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", async event => {
    event.preventDefault();
    drop.classList.remove("over");
    // Both at once: after the event they are gone. Some programs drop a file without an entry
    const items = [...event.dataTransfer.items].filter(one => one.kind === "file");
    const dropped = items.map(one => [one.webkitGetAsEntry(), one.getAsFile()]);
    const files = [];
    try {
      for (const [entry, file] of dropped) files.push(...entry ? await below(entry, "") : [[file.name, file]]);
    } catch {
      return refuse(form.dataset.failed);
    }
    send(files);
  });
  for (const id of ["files", "folder"]) {
    byId(id).addEventListener("change", event => {
      send([...event.target.files].map(file => [file.webkitRelativePath || file.name, file]));
    });
  }
}

// The progress of a job

const job = byId("job");
if (job) {
  const text = byId("job-text"), said = byId("job-said"), bar = byId("job-progress"), lines = byId("job-lines");
  const QUIET = 10000; // milliseconds between two sentences of a screen reader about the same step
  let spoken = 0, step = "";
  const events = new EventSource(job.dataset.events);
  events.onerror = isAlive;
  events.onmessage = event => {
    const news = JSON.parse(event.data);
    if (String(news.number) !== job.dataset.number || news.state !== "running") {
      events.close();
      // The end of the program stops the command first: a page that is loaded in that moment is an error of the browser
      setTimeout(async () => { if (await isAlive()) location.reload(); }, news.state === "stopped" ? ENDING : 0);
      return;
    }
    text.textContent = news.text;
    if (news.total) {
      bar.max = news.total;
      bar.value = news.done;
    } else {
      bar.removeAttribute("value");
    }
    if (news.label !== step || Date.now() - spoken > QUIET) {
      [step, spoken] = [news.label, Date.now()];
      said.textContent = news.text;
    }
    byId("job-steps").replaceChildren(...news.steps.map(one => Object.assign(document.createElement("li"), {textContent: one})));
    lines.hidden = !news.lines.length;
    lines.textContent = news.lines.join("\n");
    byId("stop").disabled = news.is_stopping;
  };
}

// Copying a text

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = byId(button.dataset.said);
    try {
      await navigator.clipboard.writeText(byId(button.dataset.text).textContent);
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
}

// The preview of settings that are not saved: built a moment after the last change, one at a time

const settings = byId("settings-form");
if (settings) {
  const status = byId("trial-status"), frame = byId("trial-frame");
  const REST = 800; // milliseconds without a change, after which a preview is worth building
  let timer = 0, isBuilding = false, isWanted = false;

  const end = () => new Promise(resolve => {
    const events = new EventSource(settings.dataset.events);
    events.onmessage = event => {
      const news = JSON.parse(event.data);
      if (news.state === "running") return;
      events.close();
      resolve(news);
    };
    events.onerror = () => { events.close(); resolve({}); };
  });

  const build = async () => {
    if (isBuilding) { isWanted = true; return; }
    [isBuilding, isWanted] = [true, false];
    try {
      for (;;) {
        status.textContent = settings.dataset.works;
        const body = new URLSearchParams(new FormData(settings));
        const answer = await fetch(settings.dataset.trial, {method: "POST", body, headers: {Accept: "application/json"}});
        const {job, problem, busy} = await answer.json();
        if (busy) {
          status.textContent = settings.dataset.waits;
          if (!(await end()).state) throw new Error();
          continue;
        }
        if (problem) { status.textContent = problem; break; }
        const news = await end();
        const isOurs = news.number === job; // else this one has ended, and something else was started since
        if (isOurs && news.state === "stopped") { status.textContent = ""; break; }
        if (isOurs && news.state !== "done") throw new Error();
        frame.hidden = false;
        byId("trial-none").hidden = true;
        frame.src = `${settings.dataset.trial}/?${job}`;
        status.textContent = settings.dataset.done;
        break;
      }
    } catch {
      status.textContent = settings.dataset.failed;
    }
    isBuilding = false;
    if (isWanted) build();
  };

  const choose = () => {
    const theme = settings.elements.theme.value;
    for (const options of document.querySelectorAll(".theme-options")) options.hidden = options.dataset.theme !== theme;
  };
  settings.addEventListener("input", () => {
    choose();
    clearTimeout(timer);
    timer = setTimeout(build, REST);
  });
  choose(); // a browser keeps what was chosen when a page is loaded again
}

// What was typed stays when the language changes: it is kept for the page that comes, but no secret

const TYPED = "typed";
const typed = () => [...document.querySelectorAll("main form")].flatMap((form, at) =>
  [...form.elements].filter(one => one.name && !("secret" in one.dataset || ["hidden", "file", "submit", "button"].includes(one.type)))
    .map((field, place) => ({at, place, field, value: ["checkbox", "radio"].includes(field.type) ? field.checked : field.value})));
const back = document.querySelector("footer [name=back]");
if (back) {
  back.form.addEventListener("submit", () => {
    const values = typed().map(({at, place, value}) => [at, place, value]);
    sessionStorage.setItem(TYPED, JSON.stringify({page: location.pathname + location.search, values}));
  });
  const kept = JSON.parse(sessionStorage.getItem(TYPED) || "{}");
  sessionStorage.removeItem(TYPED);
  const fields = typed();
  if (kept.page === location.pathname + location.search && kept.values.length === fields.length) {
    fields.forEach(({field}, number) => {
      const value = kept.values[number][2];
      if (typeof value === "boolean") field.checked = value;
      else field.value = value;
    });
  }
}
