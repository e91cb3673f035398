/* What the page does without asking the server: theme, keys, choosing, zoom steps. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const root = document.documentElement;
  const kept = window.localStorage.getItem("throughline-theme");
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = kept || (dark ? "dark" : "light");

  /* A session that ended leads to the sign-in page, and back to where one was. */
  const ask = window.fetch;
  window.fetch = async function (...asked) {
    const answer = await ask.apply(this, asked);
    if (answer.status === 401) {
      const here = window.location.pathname + window.location.search;
      window.location.assign("/sign-in?" + new URLSearchParams({ next: here }));
    }
    return answer;
  };

  /* One box for everything; Enter searches. */
  function addSearchBox() {
    const slot = document.getElementById("search-slot");
    if (!slot) return setTimeout(addSearchBox, 50);
    const form = document.createElement("form");
    const words = "Name, phone, vehicle, account, address, reference";
    form.innerHTML =
      '<input id="search-box" type="search" autocomplete="off" spellcheck="false" maxlength="200">' +
      '<kbd aria-hidden="true">/</kbd>';
    const box = form.firstChild;
    box.placeholder = words;
    box.setAttribute("aria-label", "Search: " + words);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const text = box.value.trim();
      const asked = "?" + new URLSearchParams({ q: text }).toString();
      if (text) window.dash_clientside.set_props("url", { pathname: "/search", search: asked });
    });
    slot.replaceChildren(form);
  }
  addSearchBox();

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

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    throughline: {
      theme(clicks) {
        if (clicks) {
          root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
          window.localStorage.setItem("throughline-theme", root.dataset.theme);
        }
        const now = root.dataset.theme;
        return [now, now === "dark" ? "Light" : "Dark"];
      },
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
        if (shown && shown[0] === "person") setTimeout(fitWhenDrawn, 50, 100);
        return none();
      },
      showAs(value) {
        return [value !== "network", value !== "table"];
      },
    },
  });

  document.addEventListener("keydown", function (event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const text = typing && !/^(radio|checkbox)$/.test(event.target.type);
    if (event.key === "Escape") {
      if (text) event.target.blur();
      else press("clear");
    }
    if (text || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      const box = document.getElementById("search-box");
      if (box) box.focus();
      if (box) box.select();
    }
    if (event.key === "f" || event.key === "F") press("fit");
    if (event.key === "t" || event.key === "T") other();
  });

  function press(id) {
    const button = document.getElementById(id);
    if (button) button.click();
  }

  function other() {
    const choice = document.querySelector("#as input:not(:checked)");
    if (choice) choice.click();
  }
})();
