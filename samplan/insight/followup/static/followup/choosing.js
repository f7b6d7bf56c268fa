// Says how many are chosen for the reminder as boxes are ticked, and empties or fills the choice.
for (const form of document.querySelectorAll("[data-choosing]")) {
  const shown = form.querySelector("[data-count]");
  const none = form.querySelector("[data-none]");
  if (!shown || !none) continue;
  const boxes = [...form.querySelectorAll("input[name=vem]")];
  const count = () => { shown.textContent = boxes.filter((box) => box.checked).length; };
  form.addEventListener("change", count);
  none.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    count();
  });
  none.hidden = false;
  count();
}
