"use strict";
// Folds the outline where it stands and remembers how, instead of asking for the page again.
(() => {
  const table = document.querySelector("[data-outline]");
  if (!table || "search" in table.dataset) return;
  const rows = [...table.querySelectorAll("tr[data-node], tr[data-under]")];
  const arrows = new Map();
  for (const row of rows) {
    const arrow = row.querySelector(".fold");
    if (arrow) arrows.set(row.dataset.node, arrow);
  }
  const place = `outline:${table.dataset.outline}:${table.dataset.view}`;
  const isOpen = (node) => arrows.get(node)?.getAttribute("aria-expanded") === "true";

  const show = () => {
    const shown = new Map();
    for (const row of rows) {
      const under = row.dataset.under;
      const visible = under === undefined || (shown.get(under) && isOpen(under));
      row.hidden = !visible;
      if (row.dataset.node) shown.set(row.dataset.node, visible);
    }
  };
  const remember = () => {
    try {
      const open = Object.fromEntries([...arrows.keys()].map((node) => [node, isOpen(node)]));
      localStorage.setItem(place, JSON.stringify(open));
    } catch {
      // A browser that keeps nothing still folds.
    }
  };
  // An address that says what is open wins over what is remembered.
  const address = new URLSearchParams(location.search);
  if (!address.has("oppna") && !address.has("stang")) {
    try {
      const open = JSON.parse(localStorage.getItem(place)) || {};
      for (const [node, arrow] of arrows) {
        if (node in open) arrow.setAttribute("aria-expanded", String(open[node]));
      }
      show();
    } catch {
      localStorage.removeItem(place);
    }
  }
  // Choosing a view starts it afresh.
  for (const link of document.querySelectorAll(".plan-views a")) {
    link.addEventListener("click", () => {
      try {
        localStorage.removeItem(`outline:${table.dataset.outline}:${new URLSearchParams(link.search).get("visa")}`);
      } catch {
        // As above.
      }
    });
  }
  table.addEventListener("click", (event) => {
    const arrow = event.target.closest(".fold");
    if (!arrow || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    arrow.setAttribute("aria-expanded", String(arrow.getAttribute("aria-expanded") !== "true"));
    show();
    remember();
  });
})();
