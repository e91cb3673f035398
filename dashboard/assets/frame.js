/* What every page does without asking the server: theme, search box, title, keys. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const root = document.documentElement;
  const kept = window.localStorage.getItem("throughline-theme");
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = kept || (dark ? "dark" : "light");

  /* A session that ended leads to the sign-in page, and back to where one was. While what stands
     on the page waits to be replaced, nobody may click on it; a silent server is told of. */
  const BUSY_MS = 400, SILENT_MS = 20000;
  const ask = window.fetch;
  let waiting = 0;
  window.fetch = async function (...asked) {
    const replaces = replacesPage(asked[1]);
    if (asked[1] && typeof asked[1].body === "string") {
      const headers = Object.assign({ "X-Room": window.throughlineRoom() }, asked[1].headers);
      asked[1] = Object.assign({}, asked[1], { headers: headers });
    }
    let marked = false;
    const mark = () => busy((waiting += (marked = true)));
    const slow = replaces && setTimeout(mark, BUSY_MS);
    const silent = replaces && setTimeout(tell, SILENT_MS, "The server has not answered yet.");
    try {
      const answer = await ask.apply(this, asked);
      if (answer.status === 401) {
        const here = window.location.pathname + window.location.search;
        window.location.assign("/sign-in?" + new URLSearchParams({ next: here }));
      }
      if (answer.status >= 502 && answer.status <= 504) tell(GONE);
      else tell("");
      return answer;
    } catch (error) {
      tell(GONE);
      throw error;
    } finally {
      clearTimeout(silent);
      clearTimeout(slow);
      if (marked) busy((waiting -= 1));
    }
  };
  const GONE = "The server does not answer: what you see may be old.";
  const page = () => document.getElementById("page") || document.body;

  function replacesPage(options) {
    if (!options || typeof options.body !== "string") return false;
    const output = /^\{"output":"((?:[^"\\]|\\.)*)"/.exec(options.body);
    return !!output && /page\.children|"queue\\"/.test(output[1]);
  }

  let focused = null;
  function busy(many) {
    if (many && !page().inert) focused = document.activeElement;
    if (many) page().dataset.slow = "yes";
    else delete page().dataset.slow;
    page().setAttribute("aria-busy", many ? "true" : "false");
    page().inert = !!many;
    const lost = !many && document.activeElement === document.body;
    if (lost && focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  function tell(words) {
    let line = document.getElementById("silent");
    if (!words || !document.querySelector(".app")) return line && line.remove();
    if (!line) {
      line = document.createElement("div");
      line.id = "silent";
      line.setAttribute("role", "alert");
      line.append(document.createElement("span"), document.createElement("button"));
      line.lastChild.className = "button";
      line.lastChild.textContent = "Try again";
      line.lastChild.addEventListener("click", again);
      document.querySelector(".app").prepend(line);
    }
    if (line.firstChild.textContent !== words) line.firstChild.textContent = words;
  }

  async function again() {
    try {
      const answer = await ask.call(window, window.location.href, { cache: "no-store" });
      if (answer.status < 500) return window.location.reload();
    } catch (error) {}
    tell("Still no answer. Your work so far is kept on the server.");
  }

  /* One box for everything; Enter searches. */
  function addSearchBox() {
    const slot = document.getElementById("search-slot");
    /* Who may not search has no slot in the head. */
    if (!slot) return document.querySelector(".top") || setTimeout(addSearchBox, 50);
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
      if (!text) return;
      box.blur(); // what is found is read from its heading on
      window.dash_clientside.set_props("url", { pathname: "/search", search: asked });
    });
    slot.replaceChildren(form);
  }
  addSearchBox();

  /* Pages add their functions here, and their keys by what stands on them alone: one letter may
     mean one thing on one page and another on the next. */
  const functions = (window.dash_clientside = window.dash_clientside || {});
  functions.throughline = functions.throughline || {};
  const keys = (window.throughlineKeys = window.throughlineKeys || {});

  Object.assign(functions.throughline, {
    theme(clicks) {
      if (clicks) {
        root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
        window.localStorage.setItem("throughline-theme", root.dataset.theme);
      }
      const now = root.dataset.theme;
      root.dataset.agThemeMode = now; // what the grids go by
      return [now, now === "dark" ? "Light" : "Dark"];
    },
    /* Another page says what it is called, and is read from its heading on. */
    title(title) {
      if (!title) return none();
      document.title = title + " · Throughline";
      for (const link of document.querySelectorAll(".top nav a")) {
        if (link.pathname === window.location.pathname) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      const heading = document.querySelector("#main h1");
      /* A box that asks to be written in first, or that somebody writes in, has the focus already. */
      if (heading && !document.querySelector("#main [autofocus], input:focus, textarea:focus")) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
        document.getElementById("page").scrollTop = 0;
      }
      return title;
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
    for (const [place, does] of Object.entries(keys)) {
      const one = document.querySelector(place) && does[event.key.toLowerCase()];
      if (one) return one(event);
    }
  });

  /* What is cut off can be read whole. */
  function whole(event) {
    const cut = event.target.closest && event.target.closest(".clip, h1, h2, h3, dd, .card-title");
    if (!cut || cut.title) return;
    if (cut.scrollWidth > cut.clientWidth + 1 || cut.scrollHeight > cut.clientHeight + 1) {
      cut.title = cut.textContent;
    }
  }
  document.addEventListener("mouseover", whole);
  document.addEventListener("focusin", whole);

  /* Dash calls the line around a checkbox an option: what is operated is the checkbox. */
  function plainLists() {
    for (const each of document.querySelectorAll("label[role=option], div[role=listbox]")) {
      if (!each.querySelector("input[type=checkbox], input[type=radio]")) continue;
      each.removeAttribute("role");
      each.removeAttribute("aria-selected");
    }
  }
  new MutationObserver(plainLists).observe(document.body, { childList: true, subtree: true });

  function press(id) {
    const button = document.getElementById(id);
    if (button) button.click();
  }

})();
