/* The map: a grid of kilometres, marks that are links, and groups of them that open. Points come in
   kilometres from the middle; nothing is fetched. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const NEAR = 36, LABEL = 7, MARGIN = 64, NEAREST = 4000, SAME = 0.02;

  function make(tag, attributes, parent, words) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (words !== undefined) made.textContent = words;
    if (parent) parent.append(made);
    return made;
  }
  function part(tag, attributes, parent, words) {
    const made = Object.assign(document.createElement(tag), attributes);
    if (words !== undefined) made.textContent = words;
    parent.append(made);
    return made;
  }
  function go(href) {
    const to = new URL(href, window.location.origin);
    window.dash_clientside.set_props("url", { pathname: to.pathname, search: to.search });
  }
  /* 1, 2 or 5 times a power of ten: the least that is no less. */
  function round(value) {
    const power = Math.pow(10, Math.floor(Math.log10(value)));
    return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= value);
  }
  const told = (km) => (km < 1 ? Math.round(km * 1000) + " m" : km + " km");

  function draw(slot) {
    const points = JSON.parse(slot.dataset.points);
    const tools = part("div", { className: "map-tools" }, slot);
    const sheet = make("svg", { class: "map-sheet" });
    slot.append(sheet);
    const box = part("div", { className: "map-box", hidden: true }, slot);
    const view = { x: 0, y: 0, scale: 1, until: points.length - 1, moves: !!slot.dataset.moves };

    const size = () => [sheet.clientWidth || 600, sheet.clientHeight || 400];
    const seen = () => points.slice(0, view.until + 1);
    const at = (point) => {
      const [width, height] = size();
      return [width / 2 + (point.x - view.x) * view.scale, height / 2 + (point.y - view.y) * view.scale];
    };

    function fit(some) {
      const [width, height] = size();
      const xs = some.map((each) => each.x), ys = some.map((each) => each.y);
      const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys);
      view.x = (left + right) / 2;
      view.y = (top + bottom) / 2;
      const across = (width - 2 * MARGIN) / Math.max(right - left, 0.2);
      const down = (height - 2 * MARGIN) / Math.max(bottom - top, 0.2);
      view.scale = Math.min(across, down, NEAREST);
      paint();
    }
    function zoom(by, x, y) {
      const [width, height] = size();
      const right = (x === undefined ? width / 2 : x) - width / 2;
      const down = (y === undefined ? height / 2 : y) - height / 2;
      const next = Math.min(NEAREST, Math.max(0.05, view.scale * by));
      view.x += right / view.scale - right / next;
      view.y += down / view.scale - down / next;
      view.scale = next;
      paint();
    }

    /* What stands within a finger's breadth of another stands in one mark with it. */
    function groups() {
      const made = [];
      seen().forEach(function (point, number) {
        const [x, y] = at(point);
        const near = made.find((each) => Math.hypot(each.x - x, each.y - y) < NEAR);
        if (near) near.all.push(number);
        else made.push({ x: x, y: y, all: [number] });
      });
      return made;
    }

    function grid() {
      const [width, height] = size();
      const step = round(96 / view.scale);
      const lines = make("g", { class: "map-grid" }, sheet);
      const from = (middle, half) => Math.ceil((middle - half / view.scale) / step) * step;
      for (let x = from(view.x, width / 2); at({ x: x, y: 0 })[0] < width; x += step) {
        make("path", { d: "M" + at({ x: x, y: 0 })[0] + ",0V" + height }, lines);
      }
      for (let y = from(view.y, height / 2); at({ x: 0, y: y })[1] < height; y += step) {
        make("path", { d: "M0," + at({ x: 0, y: y })[1] + "H" + width }, lines);
      }
      const bar = make("g", { class: "map-bar", transform: "translate(16," + (height - 16) + ")" }, sheet);
      make("path", { d: "M0,-6V0H" + step * view.scale + "V-6" }, bar);
      make("text", { x: 8, y: -8 }, bar, told(step));
      const north = make("g", { class: "map-bar", transform: "translate(" + (width - 28) + ",32)" }, sheet);
      make("path", { d: "M0,8V-10M-4,-4L0,-10L4,-4" }, north);
      make("text", { x: 0, y: 22, "text-anchor": "middle" }, north, "N");
    }

    /* From each to the next: the later, the darker. */
    function moves() {
      const all = seen();
      if (!view.moves || all.length < 2) return;
      const line = make("g", { class: "map-moves" }, sheet);
      for (let next = 1; next < all.length; next++) {
        const [x, y] = at(all[next - 1]), [u, v] = at(all[next]);
        const long = Math.hypot(u - x, v - y);
        if (long < NEAR) continue;
        const bend = Math.min(24, long / 8), mx = (x + u) / 2 - ((v - y) / long) * bend, my = (y + v) / 2 + ((u - x) / long) * bend;
        const age = 0.35 + (0.65 * next) / all.length;
        make("path", { d: "M" + [x, y] + "Q" + [mx, my, u, v], opacity: age }, line);
        const turn = (Math.atan2(v - y, u - x) * 180) / Math.PI;
        const tip = [(x + 2 * mx + u) / 4, (y + 2 * my + v) / 4];
        make("path", { d: "M-5,-4L3,0L-5,4", opacity: age, transform: "translate(" + tip + ")rotate(" + turn + ")" }, line);
      }
    }

    function mark(group) {
      const all = group.all.map((number) => points[number]);
      const one = all.length === 1, first = all[0], last = all[all.length - 1];
      /* Either pale or deep: between the two no number could be read. */
      const late = (group.all[group.all.length - 1] + 1) / points.length;
      const age = Math.round(late > 0.5 ? 70 + 30 * late : 15 + 60 * late);
      const radius = one ? 12 : Math.min(22, 12 + 1.6 * Math.sqrt(all.length));
      const where = first.place ? ", " + first.place : "";
      const label = one
        ? first.what + ", " + first.when + ", " + first.force + where
        : all.length + " incidents" + where + ": " + first.when + " to " + last.when;
      const given = one ? { href: first.href, class: "map-mark" } : { role: "button", tabindex: 0, class: "map-mark map-many" };
      const made = make(one ? "a" : "g", { ...given, "aria-label": label, transform: "translate(" + group.x + "," + group.y + ")" }, sheet);
      make("title", {}, made, label);
      make("circle", { r: radius, style: "--age:" + age + "%" }, made);
      const dark = late > 0.5 ? " map-on-dark" : "";
      make("text", { class: "map-number" + dark, dy: "0.35em" }, made, one ? group.all[0] + 1 : "×" + all.length);
      const open = function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        event.stopPropagation();
        if (one) go(first.href);
        else many(group, all);
      };
      made.addEventListener("click", open);
      made.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && open(event));
      made.group = group;
      return { radius: radius, place: named(all) };
    }
    function named(all) {
      const places = new Set(all.map((each) => each.place));
      return places.size === 1 ? all[0].place : "";
    }

    /* Groups that are apart are shown apart; what happened at one place is listed. */
    function many(group, all) {
      const wide = Math.max(...all.map((each) => Math.hypot(each.x - all[0].x, each.y - all[0].y)));
      if (wide > SAME && view.scale < NEAREST * 0.9) {
        const before = document.activeElement;
        fit(all);
        if (!before || !before.isConnected) slot.focus();
        return;
      }
      box.replaceChildren();
      part("strong", {}, box, all.length + " incidents here");
      const list = part("ol", {}, box);
      all.forEach(function (each) {
        const line = part("li", {}, list);
        const link = part("a", { href: each.href }, line, each.what);
        link.addEventListener("click", function (event) {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          go(each.href);
        });
        part("div", { className: "muted" }, line, each.when + " · " + each.force);
      });
      box.hidden = false;
      const [width, height] = size();
      box.style.left = Math.max(8, Math.min(group.x + 24, width - box.offsetWidth - 8)) + "px";
      box.style.top = Math.max(8, Math.min(group.y, height - box.offsetHeight - 8)) + "px";
      list.querySelector("a").focus();
    }

    /* Names of places, those of the most first, where none covers another or a mark. */
    function names(marked) {
      const taken = marked.map(([group, { radius }]) => [group.x - radius, group.y - radius, group.x + radius, group.y + radius]);
      const layer = make("g", { class: "map-names", "aria-hidden": "true" }, sheet);
      const said = [];
      marked.slice().sort((a, b) => b[0].all.length - a[0].all.length).forEach(function ([group, { radius, place }]) {
        if (!place || said.some(([name, x, y]) => name === place && Math.hypot(x - group.x, y - group.y) < 160)) return;
        const wide = place.length * LABEL, top = group.y + radius + 4;
        const own = [group.x - wide / 2, top, group.x + wide / 2, top + 16];
        if (taken.some((each) => each[0] < own[2] && own[0] < each[2] && each[1] < own[3] && own[1] < each[3])) return;
        taken.push(own);
        said.push([place, group.x, group.y]);
        make("text", { x: group.x, y: top + 12, "text-anchor": "middle" }, layer, place);
      });
    }

    function paint() {
      const focus = sheet.contains(document.activeElement) ? document.activeElement.group.all[0] : null;
      sheet.replaceChildren();
      box.hidden = true;
      grid();
      moves();
      const made = groups();
      names(made.map((group) => [group, mark(group)]));
      if (focus === null) return;
      const again = [...sheet.querySelectorAll(".map-mark")].find((each) => each.group.all.includes(focus));
      if (again) again.focus({ preventScroll: true });
    }

    /* Tools */
    const does = { "−": () => zoom(0.67), "+": () => zoom(1.5), Whole: () => fit(points) };
    for (const [words, title] of [["+", "Nearer (+)"], ["−", "Farther (-)"], ["Whole", "All of it (0)"]]) {
      part("button", { type: "button", className: "button small", title: title }, tools, words).addEventListener("click", does[words]);
    }
    if (view.moves && points.length > 1) {
      const label = part("label", { className: "map-choice" }, tools);
      const tick = part("input", { type: "checkbox", checked: true }, label);
      label.append("From each to the next");
      tick.addEventListener("change", function () {
        view.moves = tick.checked;
        paint();
      });
    }
    if (points.length > 1) {
      const label = part("label", { className: "map-choice map-until" }, tools);
      part("span", { className: "unseen" }, label, "Until which incident");
      const slide = part("input", { type: "range", min: 0, max: points.length - 1, value: points.length - 1 }, label);
      const words = part("span", { className: "muted" }, label);
      const say = function () {
        view.until = Number(slide.value);
        const all = view.until === points.length - 1;
        words.textContent = all ? "All, until " + points[view.until].when : view.until + 1 + " of " + points.length + ", until " + points[view.until].when;
        slide.setAttribute("aria-valuetext", words.textContent);
        paint();
      };
      slide.addEventListener("input", say);
      say();
    }

    /* Moving */
    let held = null;
    sheet.addEventListener("pointerdown", (event) => (held = [event.clientX, event.clientY, false]));
    sheet.addEventListener("pointermove", function (event) {
      if (!held || !event.buttons) return;
      const right = event.clientX - held[0], down = event.clientY - held[1];
      if (!held[2] && Math.hypot(right, down) < 4) return;
      if (!held[2]) sheet.setPointerCapture(event.pointerId);
      held = [event.clientX, event.clientY, true];
      view.x -= right / view.scale;
      view.y -= down / view.scale;
      paint();
    });
    sheet.addEventListener("pointerup", () => (held = null));
    sheet.addEventListener("click", () => (box.hidden = true));
    sheet.addEventListener("wheel", function (event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const frame = sheet.getBoundingClientRect();
      zoom(event.deltaY > 0 ? 0.8 : 1.25, event.clientX - frame.x, event.clientY - frame.y);
    }, { passive: false });
    slot.addEventListener("keydown", function (event) {
      if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
      const by = 80 / view.scale;
      const keys = {
        ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by],
      };
      const other = { "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(0.67), 0: () => fit(points), Escape: close };
      if (keys[event.key]) {
        view.x += keys[event.key][0];
        view.y += keys[event.key][1];
        paint();
      } else if (other[event.key]) other[event.key]();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    function close() {
      if (!box.hidden) slot.focus();
      box.hidden = true;
    }

    /* A row of the table that is pointed at is lit on the map. */
    const list = slot.parentElement.querySelector(".map-list");
    for (const kind of ["mouseover", "focusin"]) {
      list.addEventListener(kind, function (event) {
        const row = event.target.closest("tr[data-point]");
        for (const each of sheet.querySelectorAll(".map-mark")) {
          each.classList.toggle("map-lit", !!row && each.group.all.includes(Number(row.dataset.point)));
        }
      });
    }
    let width = 0;
    new ResizeObserver(function () {
      if (sheet.clientWidth && sheet.clientWidth !== width) fit(points);
      width = sheet.clientWidth;
    }).observe(slot);
  }

  new MutationObserver(function () {
    for (const slot of document.querySelectorAll(".map:empty")) draw(slot);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
