/* The timeline's own page: choosing, zooming and moving without asking the server. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const functions = (window.dash_clientside = window.dash_clientside || {});
  functions.throughline = functions.throughline || {};
  const keys = (window.throughlineKeys = window.throughlineKeys || {});
  const SHORTEST = 10 * 60 * 1000;

  function plot() {
    return document.querySelector("#time-picture .js-plotly-plot");
  }
  /* Times of the axis have no zone: they are counted as if in UTC, and written back so. */
  function read(text) {
    const iso = String(text).replace(" ", "T");
    return Date.parse((iso.length > 10 ? iso : iso + "T00:00") + "Z");
  }
  function written(time) {
    return new Date(time).toISOString().slice(0, 19);
  }
  function range() {
    const shown = plot();
    return shown && shown._fullLayout ? shown._fullLayout.xaxis.range.map(read) : null;
  }
  function show(start, end) {
    const middle = (start + end) / 2;
    const half = Math.max(end - start, SHORTEST) / 2;
    span([written(middle - half), written(middle + half)]);
  }
  function span(data) {
    window.dash_clientside.set_props({ of: "case", type: "time-span" }, { data: data });
  }
  function zoom(by, at) {
    const now = range();
    if (!now) return;
    const place = at === undefined ? (now[0] + now[1]) / 2 : at;
    show(place - (place - now[0]) * by, place + (now[1] - place) * by);
  }
  function move(by) {
    const now = range();
    if (now) show(now[0] + (now[1] - now[0]) * by, now[1] + (now[1] - now[0]) * by);
  }
  const does = {
    in: () => zoom(0.5),
    out: () => zoom(2),
    earlier: () => move(-0.25),
    later: () => move(0.25),
    whole: () => span(null),
  };
  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest(".time-zooms button");
    if (button) does[button.id.replace("time-", "")]();
  });
  function key(name) {
    return function (event) {
      if (!plot() || /^(radio|range)$/.test(event.target.type) || event.target.role === "slider") return;
      event.preventDefault();
      does[name]();
    };
  }
  keys["#time-picture"] = {
    "+": key("in"), "=": key("in"), "-": key("out"), "0": key("whole"),
    arrowleft: key("earlier"), arrowright: key("later"),
  };
  /* The wheel alone scrolls the page; with Ctrl it zooms where the pointer is. */
  let waiting = 0, by = 1, at;
  document.addEventListener("wheel", function (event) {
    const frame = event.ctrlKey && event.target.closest && event.target.closest("#time-picture");
    const now = frame && range();
    if (!now) return;
    event.preventDefault();
    const axis = plot()._fullLayout.xaxis;
    const left = plot().getBoundingClientRect().left + axis._offset;
    at = now[0] + ((event.clientX - left) / axis._length) * (now[1] - now[0]);
    by *= event.deltaY > 0 ? 1.25 : 0.8;
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      zoom(by, at);
      by = 1;
    }, 60);
  }, { passive: false });

  /* What the slider is called: its component takes no name. */
  new MutationObserver(function () {
    for (const slider of document.querySelectorAll(".time-known [role=slider]:not([aria-label])")) {
      slider.setAttribute("aria-label", "As known on");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  function choose(name, value, search) {
    const asked = new URLSearchParams(search || "");
    if (value) asked.set(name, value);
    else asked.delete(name);
    const text = asked.toString() ? "?" + asked.toString() : "";
    return text === (search || "") ? none() : text;
  }

  Object.assign(functions.throughline, {
    timeChoose(clicks, search) {
      const point = clicks[0] && clicks[0].points && clicks[0].points[0];
      const data = point && point.customdata;
      if (!data) return none();
      if (data.length > 2) {
        show(read(data[2]), read(data[3]));
        return none();
      }
      return choose("on", data[0], search);
    },
    timeKnown(values, days, search) {
      if (!values.length || !days[0]) return none();
      const day = days[0][values[0]] || "", next = days[0][values[0] + 1];
      const now = new URLSearchParams(search || "").get("known");
      /* A day on which nothing became known is as the last one before it on which something did. */
      if (day && now && day <= now && (!next || now < next)) return none();
      return choose("known", day, search);
    },
    timePoint(hovers) {
      const point = hovers[0] && hovers[0].points && hovers[0].points[0];
      return point && point.customdata ? [point.customdata[1]] : hovers.map(none);
    },
    timeSpan(changes) {
      const change = changes[0] || {};
      if (change["xaxis.autorange"]) return [null];
      const start = change["xaxis.range[0]"], end = change["xaxis.range[1]"];
      return start && end ? [[written(read(start)), written(read(end))]] : changes.map(none);
    },
  });
})();
