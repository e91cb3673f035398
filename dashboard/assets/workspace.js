/* What the workspace does without asking the server: choosing, fitting, zoom steps. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const functions = (window.dash_clientside = window.dash_clientside || {});
  functions.throughline = functions.throughline || {};
  const keys = (window.throughlineKeys = window.throughlineKeys || {});

  function choose(on, search) {
    const asked = new URLSearchParams(search || "");
    if (on) asked.set("on", on);
    else asked.delete("on");
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  /* Show the whole chart: nodes fill the frame, with room at the sides for labels. */
  function fit() {
    const cy = window.cy;
    if (!cy || !cy.container() || !cy.container().isConnected) return;
    cy.resize();
    const box = cy.nodes(":visible").boundingBox({ includeLabels: false, includeOverlays: false });
    if (!box.w || !cy.width()) return;
    const across = (cy.width() - 336) / box.w, down = (cy.height() - 64) / box.h;
    const zoom = Math.max(0.15, Math.min(across, down, 1.25));
    cy.viewport({
      zoom: zoom,
      pan: {
        x: cy.width() / 2 - zoom * (box.x1 + box.w / 2),
        y: cy.height() / 2 - zoom * (box.y1 + box.h / 2) - 4,
      },
    });
    window.dash_clientside.set_props("zoom", { data: step(zoom) });
  }

  /* A new chart is fitted once it is drawn, and again when its frame changes size. */
  let watcher = null;
  function fitWhenDrawn(tries) {
    const frame = document.getElementById("network-frame");
    const cy = window.cy;
    if (frame && cy && cy.container() && frame.contains(cy.container()) && cy.nodes().length) {
      if (watcher) watcher.disconnect();
      watcher = new ResizeObserver(fit);
      watcher.observe(frame);
      fit();
    } else if (tries > 0) setTimeout(fitWhenDrawn, 100, tries - 1);
  }

  function step(zoom) {
    return Math.pow(2, Math.round(Math.log2(zoom) * 3) / 3);
  }

  function tapped(taps, search) {
    const tap = taps[0];
    return tap && tap.data && tap.data.on ? choose(tap.data.on, search) : none();
  }

  function other() {
    const choice = document.querySelector("#as input:not(:checked)");
    if (choice) choice.click();
  }
  keys.f = function () {
    const button = document.getElementById("fit");
    if (button) button.click();
  };
  keys.t = other;

  Object.assign(functions.throughline, {
    chooseNode: tapped,
    chooseEdge: tapped,
    chooseEvent(clicks, search) {
      const point = clicks[0] && clicks[0].points && clicks[0].points[0];
      return point && point.customdata ? choose(point.customdata[0], search) : none();
    },
    chooseRow(groups, search) {
      const set = window.dash_clientside.callback_context.triggered[0];
      const rows = set && set.value;
      return rows && rows.length ? choose(rows[0].on, search) : none();
    },
    chooseNothing(clicks, search) {
      return clicks && (search || "").includes("on=") ? choose("", search) : none();
    },
    note(hovers) {
      const point = hovers[0] && hovers[0].points && hovers[0].points[0];
      return point && point.customdata ? [point.customdata[1]] : hovers.map(none);
    },
    brush(selections) {
      const selected = selections[0];
      if (!selected || !selected.points || !selected.range) return null;
      return selected.points.map((point) => point.customdata[0]);
    },
    zoom(zooms, before) {
      const now = zooms[0];
      if (!now) return none();
      return step(now) === before ? none() : step(now);
    },
    fit() {
      fit();
      return none();
    },
    fitSoon(shown) {
      if (shown && shown[0] === "chart") setTimeout(fitWhenDrawn, 50, 100);
      return none();
    },
    showAs(value) {
      return [value !== "network", value !== "table"];
    },
  });
})();
