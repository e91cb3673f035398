/* What the workspace does without asking the server: choosing, fitting, menus, keys, panels. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const functions = (window.dash_clientside = window.dash_clientside || {});
  functions.throughline = functions.throughline || {};
  const keys = (window.throughlineKeys = window.throughlineKeys || {});
  const root = document.documentElement;
  const here = (id) => document.getElementById(id);
  const drawn = () => (here("network-frame") && window.cy && window.cy.container() ? window.cy : null);

  /* Choosing */
  let shift = false;

  function choose(on, search) {
    const asked = new URLSearchParams(search || "");
    if (on) asked.set("on", on);
    else asked.delete("on");
    return written(asked);
  }

  function written(asked) {
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  function tapped(taps, search) {
    const tap = taps[0];
    return !shift && tap && tap.data && tap.data.on ? choose(tap.data.on, search) : none();
  }

  /* What an action is about: all that is picked, else what is chosen. */
  function picked() {
    const cy = drawn();
    const some = cy ? cy.nodes(":selected").map((node) => node.data("on")).filter(Boolean) : [];
    const on = new URLSearchParams(window.location.search).get("on");
    const one = on && !on.startsWith("link|") ? [on] : [];
    return some.length ? Array.from(new Set(some)) : one;
  }

  let number = 0;
  function act(action) {
    if (!here("network-frame")) return;
    if (window.throughlineIslands) window.throughlineIslands.leave(true);
    const asked = Object.assign({ on: picked() }, action, { n: ++number });
    if (asked.from) {
      const field = document.querySelector('#dialog [data-field="' + asked.from + '"]');
      asked.text = field ? field.value : "";
      delete asked.from;
    }
    window.dash_clientside.set_props("act", { data: asked });
    closeMenus();
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest ? event.target.closest("[data-do], [data-pick], #rail-switch, #panel-switch, #lanes-switch") : null;
    const context = here("context");
    if (context && !context.contains(event.target)) context.hidden = true;
    if (!button || !here("network-frame")) return;
    if (button.dataset.do) act(JSON.parse(button.dataset.do));
    else if (button.dataset.pick) pick(button.dataset.pick);
    else if (button.id === "rail-switch") flip("rail");
    else if (button.id === "panel-switch") flip("panel");
    else flip("lanes");
  });

  function closeMenus() {
    const context = here("context");
    if (context) context.hidden = true;
    document.querySelectorAll(".drop[open]").forEach((menu) => menu.removeAttribute("open"));
  }

  function pick(name) {
    const cy = drawn();
    if (!cy) return;
    if (name === "lasso") {
      closeMenus();
      window.throughlineLasso(cy);
      return;
    }
    const people = ["Person", "anchor", "suspect", "victim"];
    const tests = {
      person: (node) => people.includes(node.data("kind")),
      reach: (node) => ["Phone", "Account"].includes(node.data("kind")),
      all: () => true,
      3: (node) => node.neighborhood("node").length >= 3,
      1: (node) => node.neighborhood("node").length === 1,
    };
    const test = tests[name] || ((node) => node.data("kind") === name);
    cy.batch(function () {
      cy.nodes().unselect();
      cy.nodes(":visible").filter(test).select();
    });
    closeMenus();
  }

  /* The legend and the panel: there when wide, and when asked for; kept as somebody left them. */
  const wide = window.matchMedia("(min-width: 1500px)");
  function panels() {
    const left = (name, shown) => window.localStorage.getItem("throughline-" + name) || shown;
    const on = new URLSearchParams(window.location.search).has("on");
    root.dataset.rail = left("rail", wide.matches ? "open" : "shut");
    root.dataset.panel = left("panel", wide.matches || on ? "open" : "shut");
    root.dataset.lanes = left("lanes", "open");
    const switch_ = here("lanes-switch");
    if (switch_) switch_.textContent = root.dataset.lanes === "open" ? "Hide" : "Show";
    for (const [id, name] of [["rail-switch", "rail"], ["panel-switch", "panel"]]) {
      if (here(id)) here(id).setAttribute("aria-pressed", String(root.dataset[name] === "open"));
    }
  }
  function flip(name) {
    const now = root.dataset[name] === "open" ? "shut" : "open";
    window.localStorage.setItem("throughline-" + name, now);
    panels();
  }
  wide.addEventListener("change", panels);
  panels();

  /* Fitting: nodes fill the frame, with room at the sides for labels. */
  function fit() {
    const cy = drawn();
    if (!cy || !cy.container().isConnected) return;
    cy.resize();
    const box = cy.nodes(":visible").boundingBox({ includeLabels: false, includeOverlays: false });
    if (!box.w || !cy.width()) return;
    const labels = Math.min(440, cy.width() / 2);
    const across = (cy.width() - labels) / box.w, down = (cy.height() - 72) / box.h;
    const zoom = Math.max(0.1, Math.min(across, down, 1.25));
    cy.viewport({
      zoom: zoom,
      pan: {
        x: cy.width() / 2 - zoom * (box.x1 + box.w / 2),
        y: cy.height() / 2 - zoom * (box.y1 + box.h / 2) - 4,
      },
    });
    if (step(zoom) !== styled) {
      styled = step(zoom);
      window.dash_clientside.set_props("zoom", { data: styled });
    }
  }

  /* A new chart is fitted before its first frame, with labels that the server chose for that, and
     again when its frame changes size. `styled` is the step of zoom that it is styled for. */
  let watcher = null, fitted = null, styled = 1;
  new MutationObserver(function () {
    const frame = here("network-frame"), cy = window.cy;
    if (!frame || !cy || cy === fitted || !cy.container()) return;
    if (!frame.contains(cy.container()) || !cy.nodes().length) return;
    fitted = cy;
    styled = Number(frame.dataset.zoom);
    if (watcher) watcher.disconnect();
    panels();
    bind(cy);
    fit();
    let size = [frame.clientWidth, frame.clientHeight].join();
    watcher = new ResizeObserver(function () {
      const now = [frame.clientWidth, frame.clientHeight].join();
      if (now !== size) fit();
      size = now;
    });
    watcher.observe(frame);
  }).observe(root, { childList: true, subtree: true });

  /* Told to the server with each question: pixels across and down, and most of the lanes. */
  window.throughlineRoom = function () {
    const box = here("page").getBoundingClientRect();
    const rail = wide.matches && root.dataset.rail === "open" ? 208 : 0;
    const panel = wide.matches && root.dataset.panel === "open" ? 336 : 0;
    const lanes = root.dataset.lanes === "shut" ? 0 : window.innerHeight < 900 ? 104 : 248;
    return [box.width - rail - panel, box.height, lanes].map(Math.round).join();
  };

  function step(zoom) {
    return Math.pow(2, Math.round(Math.log2(zoom) * 3) / 3);
  }

  /* What cytoscape tells; it is another at each mount. */
  let bound = null, moved = null;
  function bind(cy) {
    if (bound === cy) return;
    bound = cy;
    cy.on("tap", (event) => (shift = Boolean(event.originalEvent && event.originalEvent.shiftKey)));
    cy.on("dbltap", "node", (event) => open([event.target]));
    cy.on("cxttap", "node", (event) => menuAt(event.target, event.originalEvent));
    cy.on("select unselect", "node", markTimeline);
    cy.on("dragfree", "node", function (event) {
      if (event.target.data("copy")) return;
      if (!moved) setTimeout(sendMoved, 0);
      moved = moved || {};
      const at = event.target.position();
      moved[event.target.data("on")] = [at.x, at.y];
    });
    window.addEventListener("beforeunload", () => (bound = null), { once: true });
  }
  function sendMoved() {
    act({ do: "move", points: moved, on: [] });
    moved = null;
  }

  function open(nodes) {
    const ons = nodes.map((node) => node.data("on"));
    const group = nodes[0].data("kind") === "Group";
    act({ do: group ? "open" : "expand", on: ons });
  }

  function menuAt(node, event) {
    const context = here("context"), frame = here("network-frame");
    if (!node.selected()) {
      drawn().nodes().unselect();
      node.select();
    }
    const box = frame.getBoundingClientRect();
    context.hidden = false;
    const x = Math.min(event.clientX - box.x, box.width - context.offsetWidth - 8);
    const y = Math.min(event.clientY - box.y, box.height - context.offsetHeight - 8);
    context.style.left = Math.max(8, x) + "px";
    context.style.top = Math.max(8, y) + "px";
    context.querySelector("button").focus();
  }

  /* What is picked on the chart is bright on the timeline. */
  let marking = null;
  function markTimeline() {
    clearTimeout(marking);
    marking = setTimeout(function () {
      const plot = document.querySelector(".lanes .js-plotly-plot");
      const cy = drawn();
      if (!plot || !plot.data || !window.Plotly || !cy) return;
      const chosen = new Set(cy.nodes(":selected").map((node) => node.data("on")));
      const traces = [], marks = [];
      plot.data.forEach(function (trace, place) {
        if (!trace.customdata || trace.type === "bar") return;
        const refs = Array.from(trace.customdata, (each) => each[0]);
        const some = refs.flatMap((ref, at) => (chosen.has(ref) ? [at] : []));
        traces.push(place);
        marks.push(some.length ? some : null);
      });
      const any = marks.some((each) => each);
      if (traces.length) {
        window.Plotly.restyle(plot, { selectedpoints: any ? marks.map((each) => each || []) : marks }, traces);
      }
    }, 60);
  }

  /* Days: the fields are made here, since the rail is drawn by the server. */
  new MutationObserver(function () {
    for (const slot of document.querySelectorAll(".days:empty")) {
      for (const name of ["since", "until"]) {
        const label = document.createElement("label");
        label.textContent = name === "since" ? "From" : "Until";
        const input = document.createElement("input");
        input.type = "date";
        input.value = slot.dataset[name];
        input.addEventListener("change", function () {
          const asked = new URLSearchParams(window.location.search);
          if (input.value) asked.set(name, input.value);
          else asked.delete(name);
          window.dash_clientside.set_props("url", { search: written(asked) });
        });
        label.append(input);
        slot.append(label);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* Grids follow the theme by an attribute of their own. */
  const themed = () => (root.dataset.agThemeMode = root.dataset.theme === "dark" ? "dark" : "light");
  new MutationObserver(themed).observe(root, { attributeFilter: ["data-theme"] });
  themed();

  /* Keys */
  const press = (id) => (here(id) ? here(id).click() : null);
  const does = (action) => () => act({ do: action });
  keys["#network-frame"] = {
    f: () => press("fit"),
    i: () => press("islands-switch"),
    t() {
      const all = Array.from(document.querySelectorAll("#as input"));
      const now = all.findIndex((each) => each.checked);
      if (all.length) all[(now + 1) % all.length].click();
    },
    e: does("expand"),
    l: () => pick("lasso"),
    m: () => (window.throughlineMenu && window.throughlineMenu()) || act({ do: "ask" }),
    c: does("collapse"),
    h: does("hide"),
    p: does("pin"),
    n: does("noting"),
    g() {
      const groups = picked().filter((on) => on.startsWith("Group/"));
      act({ do: groups.length ? "open" : "group" });
    },
    "[": () => flip("rail"),
    "]": () => flip("panel"),
  };
  document.addEventListener("keydown", function (event) {
    if (!here("network-frame")) return;
    if (event.key === "Escape") {
      closeMenus();
      const cy = drawn();
      if (cy) cy.nodes().unselect();
      const dialog = here("dialog");
      if (dialog && dialog.children.length) act({ do: "close" });
    }
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (typing && !/^(radio|checkbox)$/.test(event.target.type)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      act({ do: event.shiftKey ? "redo" : "undo" });
    }
  });

  /* The grid's row of what is chosen, when there is one. */
  function chooseInGrid(on) {
    const grids = window.dash_ag_grid;
    if (!grids || !on) return;
    for (const name of ["entities", "links"]) {
      const api = grids.getApi({ type: "grid", name: name });
      const row = api && api.getRowNode(on);
      if (row && !row.isSelected()) row.setSelected(true, true);
      if (row) api.ensureNodeVisible(row);
    }
  }

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
      if (!rows || !rows.length) return none();
      const now = choose(rows[0].on, search);
      return now === search ? none() : now;
    },
    chooseNothing(clicks, search) {
      return clicks && (search || "").includes("on=") ? choose("", search) : none();
    },
    /* A line of the legend that is not ticked is put away, in the address. */
    filter(values, options, search) {
      const asked = new URLSearchParams(search || "");
      const lines = options.flat().map((each) => each.value);
      const shown = new Set(values.flat());
      const hidden = new Set(asked.getAll("hide").filter((name) => !lines.includes(name)));
      lines.filter((name) => !shown.has(name)).forEach((name) => hidden.add(name));
      const before = asked.getAll("hide").sort().join();
      if (!lines.length || Array.from(hidden).sort().join() === before) return none();
      asked.delete("hide");
      Array.from(hidden).sort().forEach((name) => asked.append("hide", name));
      return written(asked);
    },
    /* The address went back or forth: the state that it names, and what else it says. */
    state(search) {
      panels();
      const asked = new URLSearchParams(search || "");
      const outputs = window.dash_clientside.callback_context.outputs_list;
      setTimeout(function () {
        chooseInGrid(asked.get("on"));
        const cy = drawn();
        if (cy && !asked.get("on")) markTimeline();
      }, 50);
      return (Array.isArray(outputs) ? outputs : [outputs]).map((each) => {
        const state = asked.get("state") || "";
        const changed = functions.throughline.shownState !== state;
        functions.throughline.shownState = state;
        return changed ? state : none();
      });
    },
    note(hovers) {
      const point = hovers[0] && hovers[0].points && hovers[0].points[0];
      return point && point.customdata ? [point.customdata[1]] : hovers.map(none);
    },
    brush(selections, before) {
      const selected = selections[0];
      if (!selected || !selected.points || !selected.range) return before ? null : none();
      return selected.points.map((point) => point.customdata[0]);
    },
    zoom(zooms, before) {
      const now = zooms[0];
      if (!now) return none();
      if (step(now) === (before || styled)) return none();
      return (styled = step(now));
    },
    fit() {
      fit();
      return none();
    },
    opened(shown) {
      if (shown && shown[0] === "chart") {
        functions.throughline.shownState =
          new URLSearchParams(window.location.search).get("state") || "";
        panels();
      }
      return none();
    },
    showAs(value) {
      if (drawn()) setTimeout(fit, 50);
      return [value === "table", value === "chart"];
    },
    islands(clicks, data) {
      if (clicks && window.throughlineIslands) window.throughlineIslands.turn(data[0]);
      return none();
    },
  });
  functions.throughline.fitChart = fit;
})();
