/* The chart by keys alone: a ring goes from mark to mark with the arrows, Enter chooses, the space
   bar picks one more, M or the menu key says what can be done. Boxes over the chart take the focus
   and give it back. */
(function () {
  "use strict";
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const MARGIN = 40;
  let ringed = "";

  const frame = () => document.getElementById("network-frame");
  const chart = () => (frame() && window.cy && window.cy.container() ? window.cy : null);
  const shown = (cy) => cy.nodes(":visible").filter((node) => node.data("on"));

  /* Where the ring is; before it was anywhere, at what is chosen, else in the middle. */
  function here(cy) {
    const nodes = shown(cy);
    const on = new URLSearchParams(window.location.search).get("on");
    const named = (name) => nodes.filter((node) => node.data("on") === name);
    const now = ringed && named(ringed).nonempty() ? named(ringed) : named(on);
    return now.nonempty() ? now[0] : null;
  }
  function middle(cy) {
    return nearest(shown(cy), { x: cy.width() / 2, y: cy.height() / 2 }, () => true);
  }
  function nearest(nodes, from, among) {
    let best = null, least = Infinity;
    nodes.forEach(function (node) {
      const at = node.renderedPosition();
      const x = at.x - from.x, y = at.y - from.y;
      const far = Math.hypot(x, y);
      if (far < least && among(x, y)) [best, least] = [node, far];
    });
    return best;
  }

  /* The next in that direction: within 45 degrees of it, and else on that side at all. */
  function step(cy, [right, down]) {
    const now = here(cy);
    if (!now) return middle(cy);
    const others = shown(cy).filter((node) => node !== now && node.id() !== now.id());
    const ahead = (x, y) => x * right + y * down;
    const aside = (x, y) => Math.abs(x * down) + Math.abs(y * right);
    const from = now.renderedPosition();
    return (
      nearest(others, from, (x, y) => ahead(x, y) >= aside(x, y) && ahead(x, y) > 0) ||
      nearest(others, from, (x, y) => ahead(x, y) > 1) ||
      now
    );
  }

  function ring(cy, node) {
    cy.nodes().removeStyle("overlay-opacity overlay-color overlay-padding");
    ringed = node ? node.data("on") : "";
    if (!node) return;
    const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
    node.style({ "overlay-opacity": 0.4, "overlay-color": accent, "overlay-padding": 10 });
    keepInSight(cy, node);
    say(node);
  }
  function keepInSight(cy, node) {
    const at = node.renderedPosition();
    const by = (place, size) =>
      place < MARGIN ? MARGIN - place : place > size - MARGIN ? size - MARGIN - place : 0;
    cy.panBy({ x: by(at.x, cy.width()), y: by(at.y, cy.height()) });
  }
  function say(node) {
    const line = document.getElementById("chart-said");
    if (!line) return;
    const links = node.connectedEdges(":visible").length;
    const picked = node.selected() ? ", picked" : "";
    const label = String(node.data("label") || "").replace(/\s+/g, " ");
    line.textContent = label + picked + ": " + links + (links === 1 ? " link" : " links");
  }

  function menu(cy, node) {
    const at = node.renderedPosition(), box = frame().getBoundingClientRect();
    const event = { clientX: box.x + at.x + 16, clientY: box.y + at.y + 16 };
    node.emit({ type: "cxttap", originalEvent: event });
  }

  function zoom(cy, by) {
    const now = here(cy);
    const at = now ? now.renderedPosition() : { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * by, renderedPosition: at });
  }

  document.addEventListener("keydown", function (event) {
    const cy = event.target === frame() && chart();
    if (!cy || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = here(cy), key = event.key;
    const does = {
      Enter: () => now && now.emit("tap"),
      " ": () => now && (now.selected() ? now.unselect() : now.select()) && say(now),
      ContextMenu: () => now && menu(cy, now),
      F10: () => event.shiftKey && now && menu(cy, now),
      "+": () => zoom(cy, 1.25),
      "=": () => zoom(cy, 1.25),
      "-": () => zoom(cy, 0.8),
    };
    const go = WAYS[key] ? () => ring(cy, step(cy, WAYS[key])) : does[key];
    if (!go || (key === "F10" && !event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    go();
  });

  /* M speaks of what the ring is at, or of all that is picked, once the chart has the focus. */
  window.throughlineMenu = function () {
    const cy = chart();
    const now = cy && document.activeElement === frame() && here(cy);
    if (now) menu(cy, now);
    return !!now;
  };
  document.addEventListener("focusin", function (event) {
    const cy = event.target === frame() && chart();
    if (cy && event.target.matches(":focus-visible")) ring(cy, here(cy) || middle(cy));
  });
  document.addEventListener("focusout", function (event) {
    const cy = event.target === frame() && chart();
    if (cy) cy.nodes().removeStyle("overlay-opacity overlay-color overlay-padding");
  });

  /* A box over the chart is read first; when it goes, the chart has the focus again. */
  let boxed = null;
  new MutationObserver(function () {
    const box = document.querySelector("#dialog .dialog-box");
    if (box === boxed) return;
    const lost = !boxed || boxed.contains(document.activeElement) || document.activeElement === document.body;
    boxed = box;
    if (box) (box.querySelector("textarea") || box).focus({ preventScroll: true });
    else if (lost && frame()) frame().focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* In the menu the arrows go up and down; Escape, or what was chosen, gives the focus back. */
  document.addEventListener("keydown", function (event) {
    const list = event.target.closest && event.target.closest("#context, .drop > div");
    if (!list) return;
    const items = Array.from(list.querySelectorAll("button, a"));
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      items[(items.indexOf(event.target) + by + items.length) % items.length].focus();
    }
    if (event.key === "Escape") {
      const opener = list.id === "context" ? frame() : list.parentElement.querySelector("summary");
      setTimeout(() => opener && opener.focus({ preventScroll: true }));
    }
  });
  document.addEventListener("click", function (event) {
    const item = event.target.closest && event.target.closest("#context [data-do]");
    if (item && frame()) frame().focus({ preventScroll: true });
  });
})();
