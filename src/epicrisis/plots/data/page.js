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

  // The first counterpart in the other column comes into view; beside the text that is the figure.
  const bring = (element) => {
    const fromText = Boolean(element.closest("article"));
    const other = lit.find((now) => Boolean(now.closest("article")) !== fromText);
    if (!other) return;
    const fold = other.closest("details");
    if (fold) fold.open = true;
    const aside = other.closest("aside");
    if (aside && matchMedia("(min-width: 1021px)").matches) {
      const offset = other.getBoundingClientRect().top - aside.getBoundingClientRect().top;
      aside.scrollTop += offset - aside.clientHeight / 2;
    } else if (!aside) {
      other.scrollIntoView({ block: "center" });
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
