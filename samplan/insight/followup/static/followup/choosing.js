// Says how many are chosen for the reminder, as boxes are ticked.
for (const form of document.querySelectorAll("[data-choosing]")) {
  const shown = form.querySelector("[data-count]");
  const count = () => { if (shown) shown.textContent = form.querySelectorAll("input[name=vem]:checked").length; };
  form.addEventListener("change", count);
  count();
}
