"use strict";
// Links what has the same datum or finding: hover or focus shows it everywhere, a click keeps it
// and brings its counterparts into view, Escape lets go.
(() => {
  const linked = "[data-event], [data-finding]";
  const said = document.getElementById("said");
  const index = new Map();
  let lit = [];
  let kept = null;

  const keys = (element) => [
    ...(element.dataset.event || "").split(" ").filter(Boolean),
    ...(element.dataset.finding || "").split(" ").filter(Boolean).map((n) => "!" + n),
  ];
  for (const element of document.querySelectorAll(linked)) {
    for (const key of keys(element)) {
      if (!index.has(key)) index.set(key, []);
      index.get(key).push(element);
    }
  }

  const words = (element) => {
    if (element.title) return element.title;
    const title = element.querySelector(":scope > title");
    return title ? title.textContent : element.textContent.trim();
  };

  const show = (element) => {
    for (const old of lit) old.classList.remove("on");
    lit = element ? keys(element).flatMap((key) => index.get(key) || []) : [];
    for (const now of lit) now.classList.add("on");
    const inFigure = lit.some((now) => now.ownerSVGElement);
    for (const svg of document.querySelectorAll("figure svg")) {
      svg.classList.toggle("linking", inFigure);
    }
    const text = element ? lit.find((now) => now.title) || element : null;
    said.textContent = text ? words(text) : "";
    said.classList.toggle("shown", Boolean(text));
  };

  const bring = (element) => {
    const home = element.closest("article, figure, table, .findings");
    const seen = new Set([home]);
    for (const other of lit) {
      const place = other.closest("article, figure, table, .findings");
      if (seen.has(place) || other.nodeName === "tspan") continue;
      seen.add(place);
      const fold = other.closest("details");
      if (fold) fold.open = true;
      const wide = matchMedia("(min-width: 1021px)").matches;
      const sameColumn = Boolean(other.closest("aside")) === Boolean(element.closest("aside"));
      if (wide ? !sameColumn || place.nodeName === "TABLE" : other.closest("article")) {
        other.scrollIntoView({ block: wide ? "center" : "nearest" });
      }
    }
  };

  const target = (event) => event.target.closest && event.target.closest(linked);
  document.addEventListener("mouseover", (event) => show(target(event) || kept));
  document.addEventListener("focusin", (event) => { if (target(event)) show(target(event)); });
  document.addEventListener("focusout", () => show(kept));
  document.addEventListener("click", (event) => {
    kept = target(event) || null;
    show(kept);
    if (kept) bring(kept);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      kept = null;
      show(null);
    } else if ((event.key === "Enter" || event.key === " ") && target(event)) {
      event.preventDefault();
      kept = target(event);
      show(kept);
      bring(kept);
    }
  });
})();
