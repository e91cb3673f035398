/* The page of flags: keys, choosing one or several, and the form by which they are answered. */
(function () {
  "use strict";
  const keys = (window.throughlineKeys = window.throughlineKeys || {});
  const picked = new Set();
  let kind = "";
  let draft = "";
  let number = 0;

  const page = () => document.querySelector("#main.flags");
  const rows = () => [...document.querySelectorAll("#main.flags tr[data-flag]")];
  const asked = () => new URLSearchParams(window.location.search);
  const link = (row) => row.querySelector(".flag-link");
  const current = () => {
    const on = asked().get("on");
    const all = rows();
    return all.find((row) => row.dataset.flag === on) || (on ? undefined : all[0]);
  };

  /* Another flag of this page is no new page: Back leads to where one came from. */
  function choose(row, focus) {
    if (!row) return;
    if (row !== current()) forget();
    const search = asked();
    search.set("on", row.dataset.flag);
    window.history.replaceState(window.history.state, "", "/?" + search.toString());
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    row.scrollIntoView({ block: "nearest" });
    if (focus) link(row).focus({ preventScroll: true });
    paint();
  }

  function open(href) {
    window.history.pushState(null, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function step(by) {
    const all = rows();
    const at = all.indexOf(current());
    const last = at + by >= all.length && document.querySelector(".rest button");
    if (last) last.click();
    else choose(all[Math.max(0, Math.min(all.length - 1, at + by))], true);
  }

  /* What the table shows of the choices: React knows nothing of them. */
  function paint() {
    if (!page()) return;
    const now = current();
    const here = new Set(rows().map((row) => row.dataset.flag));
    for (const id of picked) if (!here.has(id)) picked.delete(id);
    for (const row of rows()) {
      set(link(row), "aria-current", row === now ? "true" : null);
      const chosen = picked.has(row.dataset.flag);
      set(row.querySelector(".pick"), "aria-checked", chosen ? "true" : "false");
    }
    const said = document.getElementById("picked");
    const words = picked.size ? picked.size + " chosen" : "";
    if (said && said.textContent !== words) said.textContent = words;
    addForm();
    whose();
  }
  function set(element, name, value) {
    if (element.getAttribute(name) === value) return;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }

  const FORM =
    '<form class="say" aria-label="Your answer"><p class="say-whose"></p>' +
    '<input name="why" type="text" maxlength="1000" autocomplete="off" aria-label="Reason"' +
    ' placeholder="Why? It is kept, with your name">' +
    '<div class="say-line"><button type="button" class="button" data-kind="confirm">Confirm ' +
    '<kbd aria-hidden="true">C</kbd></button><button type="button" class="button"' +
    ' data-kind="dismiss">Dismiss <kbd aria-hidden="true">D</kbd></button>' +
    '<button type="button" class="button" data-kind="reopen">Take back</button></div>' +
    '<div class="say-line"><span class="say-pair"><button type="button" class="button"' +
    ' data-kind="defer">Defer until</button><input name="until" type="date"' +
    ' aria-label="Defer until"></span><span class="say-pair"><button type="button"' +
    ' class="button" data-kind="hand_over">Hand over to</button><select name="force"' +
    ' aria-label="Force"></select></span></div><p class="say-hint" role="alert"></p></form>';

  function addForm() {
    const slot = document.getElementById("say-slot");
    if (!slot || slot.firstChild) return;
    slot.innerHTML = FORM;
    const form = slot.firstChild;
    const soon = new Date(Date.now() + 14 * 86400000);
    form.until.value = soon.toISOString().slice(0, 10);
    form.until.min = new Date(Date.now() + 86400000).toISOString().slice(0, 10);
    for (const name of JSON.parse(slot.dataset.forces || "[]")) {
      form.force.add(new Option(name.charAt(0).toUpperCase() + name.slice(1), name));
    }
    form.why.addEventListener("input", function () {
      draft = form.why.value;
    });
    /* The pane may be drawn anew while somebody writes: neither words nor place are lost. */
    form.why.value = draft;
    if (kind || draft) {
      intend(kind);
      form.why.focus({ preventScroll: true });
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (kind) say(form, kind);
      else hint(form, "Press Confirm, Dismiss, Defer or Hand over.");
    });
    form.addEventListener("click", function (event) {
      const button = event.target.closest("[data-kind]");
      if (button) say(form, button.dataset.kind);
    });
  }

  function whose() {
    const form = document.querySelector("form.say");
    if (!form) return;
    const row = current();
    const words = picked.size ? "Your answer to " + picked.size + " chosen flags" : "Your answer";
    const head = form.querySelector(".say-whose");
    if (head.textContent !== words) head.textContent = words;
    const answered = row && /^(confirmed|dismissed|deferred)$/.test(row.dataset.state);
    form.querySelector("[data-kind=reopen]").hidden = !answered;
  }

  function hint(form, words) {
    form.querySelector(".say-hint").textContent = words;
  }

  function intend(now) {
    kind = now;
    const form = document.querySelector("form.say");
    if (!form) return;
    for (const each of form.querySelectorAll("[data-kind]")) {
      each.classList.toggle("intended", each.dataset.kind === now);
    }
  }

  /* What was begun for one flag is no answer to the next. */
  function forget() {
    const form = document.querySelector("form.say");
    draft = "";
    if (form) form.why.value = "";
    intend("");
  }

  function say(form, now) {
    intend(now);
    const row = current();
    const flags = picked.size ? [...picked] : row ? [row.dataset.flag] : [];
    const why = form.why.value.trim();
    if (!flags.length) return hint(form, "Choose a flag first.");
    if (!why) {
      hint(form, "Say why first: the reason is kept.");
      return form.why.focus();
    }
    hint(form, "");
    const gone = new Set(flags);
    const all = rows();
    const at = Math.max(0, all.indexOf(row));
    const left = (list) => list.find((each) => !gone.has(each.dataset.flag));
    const next = left(all.slice(at)) || left(all.slice(0, at).reverse());
    send(now, flags, why, form, next ? next.dataset.flag : "");
    picked.clear();
    forget();
    if (next) link(next).focus({ preventScroll: true });
  }

  function send(now, flags, why, form, next) {
    number += 1;
    const until = form ? form.until.value : "";
    const force = form ? form.force.value : "";
    const data = { kind: now, why: why, until: until, force: force, flags: flags };
    data.next = next;
    data.number = number;
    window.dash_clientside.set_props("say", { data: data });
  }

  document.addEventListener("click", function (event) {
    if (!page()) return;
    const undo = event.target.closest("[data-undo]");
    if (undo) {
      const flags = undo.dataset.undo.split(" ");
      send("reopen", flags, "Taken back at once.", null, flags[0]);
      return;
    }
    const row = event.target.closest("tr[data-flag]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest(".pick")) toggle(row);
    else {
      event.preventDefault();
      choose(row, true);
    }
  });

  function toggle(row) {
    if (!row) return;
    if (!picked.delete(row.dataset.flag)) picked.add(row.dataset.flag);
    paint();
  }

  const here = (does) => (event) => {
    event.preventDefault();
    does();
  };
  const ask = (now) =>
    here(function () {
      intend(now);
      const form = document.querySelector("form.say");
      if (form) form.why.focus();
    });
  keys["#main.flags"] = {
    j: here(() => step(1)),
    k: here(() => step(-1)),
    x: here(() => toggle(current())),
    c: ask("confirm"),
    d: ask("dismiss"),
    u: here(function () {
      const button = document.querySelector("[data-undo]");
      if (button) button.click();
    }),
    enter(event) {
      const row = current();
      const at = event.target;
      if (!row || (at !== document.body && at !== link(row) && at.tagName !== "H1")) return;
      event.preventDefault();
      if (!kind) open(link(row).dataset.about);
    },
  };

  /* The list stands where it stood when one comes back to it. */
  const place = () => "flags" + window.location.search.replace(/[?&](on|n)=[^&]*/g, "");
  let restored = "";
  function restore() {
    const list = document.querySelector(".queue-scroll");
    if (!list) {
      restored = "";
      return;
    }
    if (restored === place()) return;
    restored = place();
    list.scrollTop = Number(window.sessionStorage.getItem(restored) || 0);
    list.addEventListener("scroll", function () {
      if (restored === place()) window.sessionStorage.setItem(restored, list.scrollTop);
    });
  }

  let waiting = 0;
  function later() {
    if (waiting) return;
    waiting = window.requestAnimationFrame(function () {
      waiting = 0;
      restore();
      paint();
    });
  }
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
})();
