/* The lasso: a line drawn around marks chooses them. It lies over the chart for one stroke. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  function begin(cy) {
    const frame = document.getElementById("network-frame");
    if (!frame || document.getElementById("lasso")) return;
    const sheet = document.createElementNS(SVG, "svg");
    const line = document.createElementNS(SVG, "path");
    sheet.id = "lasso";
    sheet.append(line);
    frame.append(sheet);
    let points = null;
    const spot = (event) => {
      const box = frame.getBoundingClientRect();
      return [event.clientX - box.x, event.clientY - box.y];
    };
    sheet.addEventListener("pointerdown", function (event) {
      points = [spot(event)];
      sheet.setPointerCapture(event.pointerId);
    });
    sheet.addEventListener("pointermove", function (event) {
      if (!points) return;
      points.push(spot(event));
      line.setAttribute("d", "M" + points.join("L") + "Z");
    });
    sheet.addEventListener("pointerup", function () {
      const around = points || [];
      end();
      cy.batch(function () {
        cy.nodes().unselect();
        cy.nodes(":visible").filter((node) => within(node.renderedPosition(), around)).select();
      });
    });
    sheet.addEventListener("pointercancel", end);
    document.addEventListener("keydown", left);
    function left(event) {
      if (event.key === "Escape") end();
    }
    function end() {
      document.removeEventListener("keydown", left);
      sheet.remove();
    }
  }

  /* Whether a point lies within a closed line: a ray from it crosses the line an odd number of times. */
  function within(at, around) {
    let inside = false;
    around.forEach(function ([x, y], place) {
      const [u, v] = around[(place + around.length - 1) % around.length];
      if (y > at.y !== v > at.y && at.x < ((u - x) * (at.y - y)) / (v - y) + x) inside = !inside;
    });
    return inside;
  }

  window.throughlineLasso = begin;
})();
