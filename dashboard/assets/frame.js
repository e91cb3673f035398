/* What every page does without asking the server: theme, search box, title, keys. */
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
      if (text) window.dash_clientside.set_props("url", { pathname: "/search", search: asked });
    });
    slot.replaceChildren(form);
  }
  addSearchBox();

  /* Pages add their functions and keys here. */
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
      return [now, now === "dark" ? "Light" : "Dark"];
    },
    /* Another page says what it is called, and is read from its heading on. */
    title(title) {
      if (!title) return none();
      document.title = title + " · Throughline";
      const heading = document.querySelector("#main h1");
      if (heading && !document.querySelector("#main [autofocus]")) {
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
    const does = keys[event.key.toLowerCase()];
    if (does) does(event);
  });

  function press(id) {
    const button = document.getElementById(id);
    if (button) button.click();
  }

})();
