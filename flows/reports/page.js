"use strict";
(() => {
  const AT_ONCE = 30;
  const PRINTED = 500; // more is not read on paper
  const told = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("filter");
  const days = document.getElementById("days");
  const more = document.getElementById("more");
  const item = document.getElementById("item").content;
  const dayName = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
  const timeName = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  let found = [];
  let shown = 0;
  let list = null;
  let day = "";

  const make = (name, text, parent) => {
    const node = document.createElement(name);
    node.textContent = text;
    if (parent) parent.append(node);
    return node;
  };
  const makeSource = (publisher, at, url, parent) => {
    const node = make(url ? "a" : "span", publisher, parent);
    if (url) {
      node.href = url;
      node.rel = "noreferrer noopener";
    }
    parent.append(at ? `, ${timeName.format(new Date(at))} UTC` : "");
  };
  const addPart = (parts, name) => {
    make("dt", name, parts);
    return make("dd", "", parts);
  };

  const fillEvidence = (box, one) => {
    const parts = make("dl", "", box);
    addPart(parts, "Verdict").textContent = `${one.verdict}: ${one.why}`;
    if (one.quoted) make("blockquote", one.sentence, addPart(parts, "Sentence"));
    if (one.speaker) addPart(parts, "Said by").textContent = one.speaker;
    makeSource(one.publisher, one.at, one.url, addPart(parts, "Source"));
    if (one.earlier) {
      const [sentence, publisher, at, url] = one.earlier;
      const earlier = addPart(parts, "Told before");
      make("blockquote", sentence, earlier);
      makeSource(publisher, at, url, earlier);
    }
    if (one.others) {
      const others = make("ul", "", addPart(parts, "Told since by"));
      for (const other of one.others) makeSource(...other, make("li", "", others));
      if (one.more) make("li", `and ${one.more} more`, others);
    }
    make("code", `claimwatch explain ${one.id}`, addPart(parts, "More"));
  };

  const draw = (one) => {
    const node = item.cloneNode(true).firstElementChild;
    node.id = `fact-${one.id}`;
    const badge = node.querySelector(".badge");
    badge.textContent = one.verdict;
    badge.classList.add(one.verdict);
    const line = node.querySelector(".line");
    line.textContent = one.line;
    line.href = `#fact-${one.id}`;
    if (one.before) node.querySelector(".before").textContent = `before: ${one.before}`;
    const quote = node.querySelector("blockquote");
    if (one.quoted) quote.remove();
    else quote.textContent = one.sentence;
    const source = node.querySelector(".source");
    makeSource(one.publisher, one.at, one.url, source);
    const others = (one.others || []).length + (one.more || 0);
    if (others) source.append(`; told since by ${others} other${others > 1 ? " articles" : " article"}`);
    const details = node.querySelector("details");
    details.addEventListener("toggle", () => fillEvidence(details.querySelector(".evidence"), one), { once: true });
    return node;
  };

  const showMore = (number) => {
    const rest = document.createDocumentFragment();
    for (const one of found.slice(shown, shown + number)) {
      if (one.at.slice(0, 10) !== day || !list) {
        day = one.at.slice(0, 10);
        list = make("div", "", rest);
        make("h3", dayName.format(new Date(day)), list);
      }
      list.append(draw(one));
    }
    days.append(rest);
    shown = Math.min(found.length, shown + number);
    more.hidden = shown === found.length;
    more.textContent = `Show more (${found.length - shown} left)`;
  };

  const filter = () => {
    const asked = new FormData(form);
    const verdicts = new Set(asked.getAll("verdict"));
    const words = asked.get("words").toLowerCase().split(/\s+/).filter(Boolean);
    const to = asked.get("to") && `${asked.get("to")}T24`;
    found = told.filter((one) =>
      verdicts.has(one.verdict)
      && (!asked.get("subject") || one.subject === asked.get("subject"))
      && (!asked.get("publisher") || one.publisher === asked.get("publisher"))
      && one.at >= asked.get("from") && (!to || one.at < to)
      && (!words.length || words.every((word) => one.line.toLowerCase().includes(word) || one.sentence.toLowerCase().includes(word))));
    if (asked.get("order") === "oldest") found.reverse();
    days.replaceChildren();
    [shown, list, day] = [0, null, ""];
    showMore(AT_ONCE);
    document.getElementById("found").textContent = found.length === told.length ? `All ${told.length}.` : `${found.length} of ${told.length}.`;
  };

  const fillSelect = (name) => {
    const counts = new Map();
    for (const one of told) counts.set(one[name], (counts.get(one[name]) || 0) + 1);
    for (const [value, number] of [...counts].sort((one, other) => other[1] - one[1])) {
      make("option", `${value} (${number})`, form.elements[name]).value = value;
    }
  };

  const openLinked = () => {
    const id = location.hash.startsWith("#fact-") ? location.hash.slice(6) : "";
    const place = id ? found.findIndex((one) => one.id === id) : -1;
    if (place < 0) return;
    if (place >= shown) showMore(place + 1 - shown);
    const node = document.getElementById(`fact-${id}`);
    node.querySelector("details").open = true;
    node.scrollIntoView();
  };

  fillSelect("subject");
  fillSelect("publisher");
  filter();
  openLinked();
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const last = days.querySelectorAll(".line");
    showMore(AT_ONCE);
    last[last.length - 1].focus({ preventScroll: true }); // a keyboard goes on where it was
  });
  addEventListener("hashchange", openLinked);
  addEventListener("beforeprint", () => showMore(Math.max(0, Math.min(found.length, PRINTED) - shown)));

  const tip = document.getElementById("tip");
  const point = (dot) => {
    tip.replaceChildren();
    make("b", dot.getAttribute("aria-label"), tip);
    make("span", `“${dot.dataset.sentence}”`, tip);
    tip.hidden = false;
    const box = dot.getBoundingClientRect();
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.left = `${scrollX + Math.max(8, Math.min(left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${scrollY + (box.top > tip.offsetHeight + 16 ? box.top - tip.offsetHeight - 8 : box.bottom + 8)}px`;
  };
  for (const dot of document.querySelectorAll("svg .dot")) {
    for (const name of ["mouseenter", "focus"]) dot.addEventListener(name, () => point(dot));
    for (const name of ["mouseleave", "blur"]) dot.addEventListener(name, () => { tip.hidden = true; });
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
})();
