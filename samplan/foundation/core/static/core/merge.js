"use strict";
// «Använd min», «Använd deras» and «Ta med båda» without a new page. Without this script the buttons ask the server for the same.
(() => {
  const form = document.getElementById("merge");
  if (!form) return;
  let touched = false;
  form.addEventListener("input", () => (touched = true));
  form.addEventListener("submit", () => (touched = false));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    const field = button && document.getElementById(button.dataset.take);
    if (!field || !(field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text"))) return;
    event.preventDefault();
    field.value = button.dataset.text;
    touched = true;
    field.focus();
  });
  window.addEventListener("beforeunload", (event) => touched && event.preventDefault());
})();
