// Saves the review as it is made, and scrolls the document to the proposal that has focus.
const form = document.querySelector("[data-review]");
if (form) {
  const shown = form.querySelector("[data-saved]");
  let timer = 0, sending = false, again = false;
  const save = async () => {
    if (sending) { again = true; return; }
    sending = true;
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      if (answer.ok) {
        const told = await answer.json();
        form.elements.revision.value = told.revision;
        form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
        shown.textContent = `${form.dataset.textSaved} ${told.clock}`;
      } else if (answer.status === 409) {
        shown.textContent = form.dataset.textStale;
      } else if (answer.status === 422) {
        const told = await answer.json();
        shown.textContent = told.message;
        form.elements[told.field]?.setAttribute("aria-invalid", "true");
      } else { throw new Error(answer.status); }
    } catch { shown.textContent = form.dataset.textFailed; timer = setTimeout(save, 10000); }
    sending = false;
    if (again) { again = false; save(); }
  };
  form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(save, 700); });
  form.addEventListener("submit", () => clearTimeout(timer));
  form.addEventListener("focusin", (event) => {
    const link = event.target.closest(".proposal")?.querySelector("a[href^='#rad-']");
    const line = link && document.getElementById(link.hash.slice(1));
    if (line && matchMedia("(min-width: 1100px)").matches) {
      const box = line.closest(".document-lines");
      box.scrollTop = line.offsetTop - box.offsetTop - box.clientHeight / 3;
    }
  });
}
