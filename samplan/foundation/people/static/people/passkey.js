// Passkeys. A form with data-passkey="get" or "create" asks the browser for one and sends the answer.
// The options lie in a JSON block of the page, or are fetched from the form's own address.
"use strict";

async function optionsOf(form) {
  const block = document.getElementById("passkey-options");
  if (block) {
    const data = JSON.parse(block.textContent);
    return data.creation_options || data.request_options;
  }
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).request_options;
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return window.webauthnJSON.get(options);
  const wanted = options.publicKey.authenticatorSelection;
  wanted.residentKey = wanted.userVerification = "required";
  wanted.requireResidentKey = true;
  return window.webauthnJSON.create(options);
}

function tell(form, problem) {
  const words = { NotAllowedError: form.dataset.stopped, InvalidStateError: form.dataset.already };
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = words[problem.name] || form.dataset.failed;
  place.hidden = false;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-without-passkey]")) note.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    form.querySelector("[data-passkey-problem]").hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (problem) {
      tell(form, problem);
      button.disabled = false;
    }
  });
}
