/* The search by filters: its form asks without a new load, its grid's first column leads on. */
(function () {
  "use strict";

  function go(address) {
    const to = new URL(address, window.location.origin);
    window.dash_clientside.set_props("url", { pathname: to.pathname, search: to.search });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("form.sought")) return;
    event.preventDefault();
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) asked.append(name, value.trim());
    }
    go(new URL(form.action).pathname + "?" + asked.toString());
  });

  const parts = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  parts.ThroughlineLink = function (props) {
    function follow(event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      go(props.data.href);
    }
    const name = window.React.createElement("bdi", null, props.value);
    return window.React.createElement("a", { href: props.data.href, onClick: follow }, name);
  };

  /* Enter on any cell of a row opens what the row is about. */
  document.addEventListener("keydown", function (event) {
    const cell = event.key === "Enter" && event.target.closest(".found-grid .ag-cell");
    if (!cell) return;
    const row = cell.closest("[row-id]").getAttribute("row-id");
    const link = document.querySelector(
      '.found-grid [row-id="' + CSS.escape(row) + '"] a[href]'
    );
    if (link) go(link.getAttribute("href"));
  });
})();
