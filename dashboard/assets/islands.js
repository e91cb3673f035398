/* The case as each force saw it: the chart parts into islands, and joins again to the pixel. */
(function () {
  "use strict";
  const MS = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180;
  const BELOW = { "text-valign": "bottom", "text-halign": "center", "text-margin-x": 0 };
  const SET = ["display", "label", "text-valign", "text-halign", "text-margin-x"];
  let was = null;

  function enter(cy, data) {
    if (!data || !data.islands.length) return;
    was = { cy: cy, zoom: cy.zoom(), pan: Object.assign({}, cy.pan()), at: {}, made: null };
    cy.nodes().forEach((node) => (was.at[node.id()] = Object.assign({}, node.position())));
    const copied = new Set(data.copies.map((copy) => copy.of));
    const placed = new Set(Object.keys(data.places));
    cy.batch(function () {
      const islands = data.islands.map((each) => ({
        data: { id: each.id, kind: "islands", label: each.label, w: each.w, h: each.h },
        position: { x: each.x, y: each.y },
        selectable: false, grabbable: false,
      }));
      const copies = data.copies.map((copy) => {
        const of = Object.assign({}, cy.getElementById(copy.of).data());
        return {
          data: Object.assign(of, { id: copy.id, copy: 1 }),
          position: Object.assign({}, was.at[copy.of]),
        };
      });
      const lines = data.lines.map((line) => ({ data: Object.assign({ copy: 1 }, line) }));
      const joins = data.joins.map((join) => ({ data: Object.assign({ join: 1 }, join) }));
      was.made = cy.add(islands).union(cy.add(copies)).union(cy.add(lines)).union(cy.add(joins));
      cy.nodes().forEach(function (node) {
        if (node.data("kind") === "islands") return;
        const of = node.data("copy") ? node.id().slice(0, node.id().indexOf("-")) : node.id();
        node.style(Object.assign({ label: data.labels[of] || "" }, BELOW));
        const own = !was.made.contains(node);
        if (own && (copied.has(node.id()) || !placed.has(node.id()))) node.style("display", "none");
      });
    });
    const box = frame(cy, data.islands);
    data.copies.forEach((copy) => go(cy.getElementById(copy.id), { x: copy.x, y: copy.y }));
    placed.forEach((key) => go(cy.getElementById(key), { x: data.places[key][0], y: data.places[key][1] }));
    cy.animate({ zoom: box.zoom, pan: box.pan, duration: MS });
    said(true);
  }

  function go(node, position, then) {
    if (!MS) {
      node.position(position);
      if (then) then();
    } else node.animate({ position: position, duration: MS, complete: then });
  }

  /* Where the islands fill the frame. */
  function frame(cy, islands) {
    const left = Math.min(...islands.map((each) => each.x - each.w / 2));
    const right = Math.max(...islands.map((each) => each.x + each.w / 2));
    const top = Math.min(...islands.map((each) => each.y - each.h / 2)) - 60;
    const bottom = Math.max(...islands.map((each) => each.y + each.h / 2));
    const zoom = Math.max(0.1, Math.min((cy.width() - 48) / (right - left), (cy.height() - 32) / (bottom - top), 1));
    return {
      zoom: zoom,
      pan: {
        x: cy.width() / 2 - (zoom * (left + right)) / 2,
        y: cy.height() / 2 - (zoom * (top + bottom)) / 2,
      },
    };
  }

  function leave(atOnce) {
    if (!was) return;
    const { cy, at, made, zoom, pan } = was;
    was = null;
    said(false);
    const end = function () {
      cy.batch(function () {
        made.remove();
        cy.nodes().stop(true);
        cy.nodes().forEach(function (node) {
          node.removeStyle(SET.join(" "));
          if (at[node.id()]) node.position(at[node.id()]);
        });
      });
      cy.stop(true);
      cy.viewport({ zoom: zoom, pan: pan });
    };
    if (atOnce || !MS) return end();
    made.edges().remove();
    made.filter('[kind = "islands"]').remove();
    const originals = {};
    cy.nodes().forEach((node) => (originals[node.data("on")] = node.data("copy") ? originals[node.data("on")] : node.id()));
    cy.nodes().forEach(function (node) {
      const home = node.data("copy") ? at[originals[node.data("on")]] : at[node.id()];
      if (home) node.animate({ position: home, duration: MS });
    });
    cy.animate({ zoom: zoom, pan: pan, duration: MS });
    setTimeout(end, MS + 30);
  }

  function said(now) {
    const button = document.getElementById("islands-switch");
    if (button) button.setAttribute("aria-pressed", String(now));
  }

  window.throughlineIslands = {
    turn(data) {
      const cy = window.cy;
      if (was && was.cy !== cy) was = null;
      if (was) leave(false);
      else if (cy && cy.container()) enter(cy, data);
    },
    leave: leave,
    on: () => Boolean(was),
  };
})();
