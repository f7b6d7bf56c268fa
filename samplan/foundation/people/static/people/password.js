// Every password can be shown, and a new one is told how good it is. Without this the fields are as they always were.
"use strict";

const shown = document.getElementById("password-show");
const measured = document.getElementById("password-meter");
const FEW = 5; // different characters
const LONG = 18; // three or four words

// What the server will say of it, as far as the browser can know. The list of common passwords is with the server.
function judged(password, rules) {
  const length = [...password].length;
  const missing = rules.least - length;
  const own = rules.own.split(" ").filter(Boolean);
  const written = password.toLowerCase();
  if (missing > 0) return [1, (missing === 1 ? rules.oneLeft : rules.left).replace("%s", missing)];
  if (length > rules.most) return [1, rules.over.replace("%s", length - rules.most)];
  if (new Set(written).size < FEW) return [1, rules.same];
  if (own.some((word) => written.includes(word))) return [1, rules.named];
  return length < LONG ? [2, rules.enough] : [3, rules.strong];
}

function addButton(field) {
  const had = document.activeElement === field;
  const row = document.createElement("div");
  const button = shown.content.firstElementChild.cloneNode(true);
  row.className = "password-row";
  field.before(row);
  row.append(field, button);
  button.setAttribute("aria-controls", field.id);
  if (had) field.focus();
  const show = (seen) => {
    field.type = seen ? "text" : "password";
    button.setAttribute("aria-pressed", String(seen));
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // What is sent is a password again, so that the browser neither keeps it among words typed nor fails to save it.
  field.form.addEventListener("submit", () => show(false));
  return row;
}

function addMeter(field, row) {
  const meter = measured.content.firstElementChild.cloneNode(true);
  const told = meter.querySelector("[data-told]");
  let pause;
  row.after(meter);
  const update = () => {
    const [level, words] = field.value ? judged(field.value, meter.dataset) : [0, ""];
    meter.dataset.level = level;
    meter.querySelector("[data-said]").textContent = words;
    clearTimeout(pause); // told when the writing pauses, not at each key
    pause = setTimeout(() => { told.textContent = words; }, 900);
  };
  field.addEventListener("input", update);
  update();
}

for (const field of document.querySelectorAll("input[type=password]")) {
  const row = addButton(field);
  if (field.name === "password1") addMeter(field, row);
}
