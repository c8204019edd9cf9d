"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const page = $("document"), index = $("index"), search = $("search"), hits = $("hits");
  const many = index !== null;

  // --- language and light -------------------------------------------------------------------------------------
  const keep = {
    get(name) { try { return localStorage.getItem("govreport." + name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem("govreport." + name, value); } catch { /* not kept, then */ } },
  };
  function speak(language) {
    root.dataset.lang = root.lang = language;
    for (const one of document.querySelectorAll("[data-en]:not(#count)")) one.textContent = one.dataset[language];
    for (const one of document.querySelectorAll("[data-title-en]")) {
      one.title = one.dataset[language === "zh" ? "titleZh" : "titleEn"];
      one.setAttribute("aria-label", one.title);
    }
    placeholder();
    counted();
    find();
  }
  function placeholder() {
    const key = (opened === null ? "index" : "doc") + (root.dataset.lang === "zh" ? "Zh" : "En");
    search.placeholder = search.dataset[key];
    search.setAttribute("aria-label", search.placeholder);
  }
  function paint(theme) {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  }
  $("language").addEventListener("click", () => {
    const language = root.dataset.lang === "zh" ? "en" : "zh";
    keep.set("language", language);
    speak(language);
  });
  $("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = dark ? "light" : "dark";
    keep.set("theme", theme);
    paint(theme);
  });

  // --- values and the places they came from -------------------------------------------------------------------
  let items = [], marks = new Map(), pinned = [], at = -1;
  function prepare() {
    items = [...page.querySelectorAll(".right .item[data-at]")];
    marks = new Map();
    pinned = [];
    at = -1;
    for (const place of page.querySelectorAll(".left [data-m]")) {
      for (const number of place.dataset.m.split(" ")) {
        if (!marks.has(number)) marks.set(number, []);
        marks.get(number).push(place);
      }
    }
    const parts = $("parts");
    parts.replaceChildren();
    for (const part of page.querySelectorAll(".part")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...[...part.querySelector("h2").childNodes].filter((n) => n.nodeName !== "SMALL").map((n) => n.cloneNode(true)));
      button.addEventListener("click", () => part.scrollIntoView({ block: "start" }));
      parts.append(button);
    }
  }
  const placesOf = (value) => value.dataset.at.split(" ").flatMap((number) => marks.get(number) ?? []);
  function valuesOf(place) {
    // The narrowest mark that a value of its own points at: a figure rather than the paragraph around it.
    for (const number of place.dataset.m.split(" ")) {
      const found = page.querySelectorAll(`.right [data-at~="${number}"]`);
      if (found.length) return { number, values: [...found] };
    }
    return { number: "", values: [] };
  }
  function linked(target) {
    const value = target.closest?.(".right [data-at]");
    if (value) return { value, places: placesOf(value), values: [value] };
    const place = target.closest?.(".left [data-m]");
    if (!place) return null;
    const { number, values } = valuesOf(place);
    return { place, places: marks.get(number) ?? [], values };
  }
  function clear(name) {
    for (const one of [...page.getElementsByClassName(name)]) one.classList.remove(name);
  }
  function light(name, link) {
    clear(name);
    if (link) for (const one of [...link.places, ...link.values]) one.classList.add(name);
  }
  const show = (one) => one?.scrollIntoView({ block: "center", inline: "nearest" });
  function pin(link) {
    light("pinned", link);
    pinned = link ? link.values : [];
    if (!link) return;
    const item = link.values[0]?.closest(".item");
    if (item) at = items.indexOf(item);
    show(link.place ? link.values[0] : link.places[0]);
  }
  page.addEventListener("mouseover", (event) => light("lit", linked(event.target)));
  page.addEventListener("mouseleave", () => clear("lit"));
  page.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const link = linked(event.target);
    if (link || !String(getSelection())) pin(link);
  });
  function step(by) {
    if (!items.length) return;
    at = Math.min(Math.max(at + by, 0), items.length - 1);
    const value = items[at];
    pin({ value, places: placesOf(value), values: [value] });
    show(value);
  }

  // --- search in a document -----------------------------------------------------------------------------------
  let ranges = [], now = -1;
  const highlights = typeof Highlight === "function" && CSS.highlights;
  function textNodes(pane) {
    const other = root.dataset.lang === "zh" ? ".en" : ".zh";
    const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest(other) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }
  function rangesIn(pane, wanted) {
    const nodes = textNodes(pane), starts = [], found = [];
    let text = "";
    for (const node of nodes) { starts.push(text.length); text += node.data.toLowerCase(); }
    const where = (offset) => {
      let low = 0, high = nodes.length - 1;
      while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle] <= offset) low = middle; else high = middle - 1; }
      return [nodes[low], Math.min(offset - starts[low], nodes[low].data.length)];
    };
    for (let from = text.indexOf(wanted); from >= 0 && found.length < 2000; from = text.indexOf(wanted, from + wanted.length)) {
      const range = new Range();
      range.setStart(...where(from));
      const [node, offset] = where(from + wanted.length - 1);
      range.setEnd(node, Math.min(offset + 1, node.data.length));
      found.push(range);
    }
    return found;
  }
  function find() {
    ranges = [];
    now = -1;
    const wanted = search.value.trim().toLowerCase();
    if (opened !== null && wanted) for (const pane of page.querySelectorAll(".pane")) ranges.push(...rangesIn(pane, wanted));
    if (highlights) { CSS.highlights.set("hit", new Highlight(...ranges)); CSS.highlights.delete("hit-now"); }
    hits.textContent = opened !== null && wanted ? String(ranges.length) : "";
  }
  function nextHit(by) {
    if (!ranges.length) return;
    now = (now + by + ranges.length) % ranges.length;
    const range = ranges[now];
    if (highlights) CSS.highlights.set("hit-now", new Highlight(range));
    else { getSelection().removeAllRanges(); getSelection().addRange(range); }
    show(range.startContainer.parentElement);
    hits.textContent = `${now + 1}/${ranges.length}`;
  }

  // --- the index ----------------------------------------------------------------------------------------------
  let opened = many ? null : 0, rows = [], here = -1, texts = null, shown = 0;
  const filters = $("filters"), body = $("rows");
  function readRows() {
    rows = [...body.rows].map((row) => ({
      row, n: Number(row.dataset.n), data: row.dataset, text: (row.textContent + " " + row.dataset.codes).toLowerCase(),
      key: {
        year: Number(row.dataset.year) || 0, title: row.cells[1].textContent, body: row.dataset.body,
        kind: row.dataset.kind, weight: Number(row.dataset.weight),
      },
    }));
    shown = rows.length;
  }
  function fits(one, want) {
    const { data } = one;
    return (!want.year || data.year === want.year) && (!want.kind || data.kind === want.kind) &&
      (!want.status || data.status === want.status) && (!want.body || data.body.toLowerCase().includes(want.body)) &&
      (!want.severity || data.severities.split(" ").includes(want.severity)) &&
      (!want.code || data.codes.split(" ").includes(want.code)) &&
      want.words.every((word) => one.text.includes(word) || (texts !== null && want.full && texts[one.n].includes(word)));
  }
  function filter() {
    const form = filters.elements;
    const value = (name) => form[name].value.trim();
    const want = {
      year: value("year"), kind: value("kind"), status: value("status"), severity: value("severity"), code: value("code"),
      body: value("body").toLowerCase(), full: form.full.checked, words: search.value.toLowerCase().split(/\s+/).filter(Boolean),
    };
    shown = 0;
    for (const one of rows) {
      const yes = fits(one, want);
      if (one.row.hidden === yes) one.row.hidden = !yes;
      shown += yes;
    }
    $("nothing").hidden = shown > 0;
    counted();
  }
  function counted() {
    if (!many) return;
    const count = $("count");
    count.textContent = `${shown} / ${count.dataset.of} ${count.dataset[root.dataset.lang]}`;
  }
  function sort(head) {
    const key = head.dataset.sort;
    const numeric = key === "year" || key === "weight";
    const down = head.hasAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : numeric;
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const compare = numeric ? (a, b) => a - b : new Intl.Collator("zh").compare;
    rows.sort((a, b) => (down ? -1 : 1) * compare(a.key[key], b.key[key]) || a.n - b.n);
    body.append(...rows.map((one) => one.row));
    here = -1;
  }
  const visible = () => rows.filter((one) => !one.row.hidden);
  function walk(by) {
    const list = visible();
    if (!list.length) return;
    const now = list.findIndex((one) => one.n === here);
    const one = list[Math.min(Math.max(now + by, 0), list.length - 1)];
    point(one.n);
    one.row.scrollIntoView({ block: "nearest" });
  }
  function point(n) {
    here = n;
    for (const row of [...body.getElementsByClassName("here")]) row.classList.remove("here");
    rows.find((one) => one.n === n)?.row.classList.add("here");
  }

  // --- unpacking and opening ----------------------------------------------------------------------------------
  const loaded = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => done()); else done();
  });
  async function unpack(n) {
    await loaded;
    const bytes = Uint8Array.from(atob(document.getElementsByClassName("packed")[n].textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  }
  const signs = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
  const plain = (html) => html.split('<section class="pane right"')[0].replace(/<[^>]*>/g, "").replace(/&(lt|gt|#34|#39|amp);/g, (sign) => signs[sign]).toLowerCase();
  async function readTexts() {
    if (texts !== null) return;
    const found = [];
    for (let n = 0; n < rows.length; n += 1) found.push(plain(await unpack(n)));
    texts = found;
  }
  async function open(n) {
    if (!(n >= 0 && n < rows.length)) return close();
    let html;
    try { html = await unpack(n); } catch { $("too-old").hidden = false; return; }
    if (wanted() !== n) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    page.replaceChildren(template.content);
    index.hidden = true;
    page.hidden = false;
    opened = n;
    point(n);
    bar();
    prepare();
    find();
  }
  function close() {
    opened = null;
    page.hidden = true;
    page.replaceChildren();
    index.hidden = false;
    $("parts").replaceChildren();
    bar();
    find();
    rows.find((one) => one.n === here)?.row.scrollIntoView({ block: "nearest" });
  }
  let words = ["", ""];
  function bar() {
    for (const id of ["back", "previous", "next"]) $(id).hidden = opened === null;
    words[search.dataset.of === "doc" ? 1 : 0] = search.value;
    search.dataset.of = opened === null ? "index" : "doc";
    search.value = words[opened === null ? 0 : 1];
    placeholder();
  }
  const wanted = () => { const found = /^#d=(\d+)$/.exec(location.hash); return found ? Number(found[1]) : null; };
  const go = (n) => { location.hash = n === null ? "" : "d=" + n; };
  function route() { const n = wanted(); if (n === null) close(); else open(n); }
  function turn(by) {
    const list = visible();
    const one = list[list.findIndex((entry) => entry.n === opened) + by];
    if (one) go(one.n);
  }

  // --- keys ---------------------------------------------------------------------------------------------------
  function escape() {
    if (document.activeElement === search || search.value) { search.value = ""; search.blur(); typed(); }
    else if (pinned.length) pin(null);
    else if (many && opened !== null) go(null);
  }
  function typed() { if (opened === null) filter(); else find(); }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = document.activeElement.matches("input:not([type=checkbox]), select");
    if (event.key === "Escape") { escape(); return; }
    if (typing) {
      if (event.key === "Enter" && document.activeElement === search) {
        event.preventDefault();
        if (opened !== null) nextHit(event.shiftKey ? -1 : 1); else search.blur();
      }
      return;
    }
    const act = {
      j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
      n: () => opened !== null && many && turn(1), p: () => opened !== null && many && turn(-1),
      "/": () => { search.focus(); search.select(); },
      Enter: () => many && opened === null && here >= 0 && go(here),
    }[event.key];
    if (act && !(event.key === "Enter" && /^(A|BUTTON)$/.test(document.activeElement.tagName))) { event.preventDefault(); act(); }
  });
  const move = (by) => (opened === null ? walk(by) : step(by));

  // --- begin --------------------------------------------------------------------------------------------------
  search.addEventListener("input", typed);
  if (many) {
    readRows();
    filters.addEventListener("input", async (event) => {
      if (event.target.name === "full" && event.target.checked) await readTexts();
      filter();
    });
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("reset", () => setTimeout(() => { search.value = ""; filter(); }));
    for (const head of document.querySelectorAll("[data-sort]")) head.addEventListener("click", () => sort(head));
    body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (row && !String(getSelection())) { event.preventDefault(); go(Number(row.dataset.n)); }
    });
    $("back").addEventListener("click", () => go(null));
    $("previous").addEventListener("click", () => turn(-1));
    $("next").addEventListener("click", () => turn(1));
    addEventListener("hashchange", route);
    if (wanted() !== null) route(); else bar();
  } else prepare();
  paint(keep.get("theme"));
  speak(root.hasAttribute("data-fixed") ? root.dataset.lang : keep.get("language") ?? (/^zh\b/.test(navigator.language) ? "zh" : "en"));
})();
