"use strict";
// Saves each answer as it is typed. What is not acknowledged by the server stays in the browser until it is.
(() => {
  const box = document.getElementById("answers");
  if (!box) return;
  const say = box.dataset;
  const form = document.getElementById("answer-form");
  const announce = document.getElementById("announce");
  const bar = document.getElementById("bar-state");
  const client = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const WAIT = 800;
  const RETRY = 10000;
  const prefix = `samplan:answer:${say.request}:`;
  const questions = new Map();
  const narrow = window.matchMedia("(width < 760px)");
  let retry = 0;
  let said = "";
  let leaving = false;

  // ---- what the browser keeps ----
  const kept = {
    get(id) {
      try {
        return JSON.parse(localStorage.getItem(prefix + id));
      } catch {
        return null;
      }
    },
    set(id, entry) {
      try {
        localStorage.setItem(prefix + id, JSON.stringify(entry));
      } catch {
        // full or switched off: the page still has the text
      }
    },
    drop(id, seq) {
      const entry = kept.get(id);
      if (entry && entry.seq <= seq) localStorage.removeItem(prefix + id);
    },
    ids() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      } catch {
        return [];
      }
    },
  };

  if (document.querySelector("[data-clear]")) {
    kept.ids().forEach((id) => localStorage.removeItem(prefix + id));
    return;
  }

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]");
  // Grows with time, so that a page opened again never counts below what it sent before.
  let count = Date.now();
  const next = () => (count = Math.max(count + 1, Date.now()));

  // ---- one question of the page ----
  class Question {
    constructor(root) {
      this.root = root;
      this.id = root.dataset.question;
      this.revision = Number(root.dataset.revision);
      this.area = root.querySelector("textarea");
      this.radios = [...root.querySelectorAll("input[type=radio]")];
      this.state = root.querySelector("[data-save-state]");
      this.error = root.querySelector("[data-error]");
      this.client = client;
      this.seq = 0;
      this.acked = this.now();
      this.base = this.acked.text; // what stood at `revision`: the server puts two people's texts together from it
      this.sending = false;
      this.blocked = root.hasAttribute("data-conflict");
      this.timer = 0;
      this.count();
    }
    now() {
      const chosen = this.radios.find((radio) => radio.checked);
      return { choice: chosen ? chosen.value : "", text: this.area.value };
    }
    put({ choice, text }) {
      this.area.value = text;
      this.radios.forEach((radio) => (radio.checked = radio.value === choice));
      this.count();
    }
    count() {
      const place = this.root.querySelector("[data-count]");
      place.hidden = !this.area.value;
      place.textContent = say.count.replace("%s", this.area.value.length);
    }
    get dirty() {
      const now = this.now();
      return now.choice !== this.acked.choice || now.text !== this.acked.text;
    }
    typed() {
      this.count();
      this.seq = next();
      if (!this.dirty && !this.sending) return void kept.drop(this.id, this.seq);
      this.keep();
      this.unfit("");
      show(this, "saving", say.saving);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), WAIT);
    }
    keep() {
      const { choice, text } = this.now();
      const { revision, seq, base } = this;
      kept.set(this.id, { choice, text, revision, seq, base, client: this.client, section: say.section });
    }
    unfit(message) {
      this.error.hidden = !message;
      this.error.querySelector("span").textContent = message;
      this.area.toggleAttribute("aria-invalid", Boolean(message));
      if (message) this.area.setAttribute("aria-invalid", "true");
      this.root.classList.toggle("question-invalid", Boolean(message));
    }
    async send(keepalive = false) {
      clearTimeout(this.timer);
      if (this.blocked || !this.dirty || (this.sending && !keepalive)) return;
      const sent = this.now();
      const seq = this.seq;
      this.sending = true;
      const fields = { question: this.id, ...sent, revision: this.revision, client: this.client, seq };
      if (!keepalive && this.base !== undefined) fields.base = this.base; // a page that goes away hears no reply, and may send little
      const reply = await post(fields, keepalive);
      this.sending = false;
      this.heard(reply, sent, seq);
    }
    heard(reply, sent, seq) {
      if (reply.state === "saved") return this.saved(reply, sent, seq);
      if (reply.state === "conflict") return this.conflict(reply, sent);
      if (reply.state === "unfit") {
        this.unfit(reply.message);
        return show(this, "failed", say.unfit);
      }
      if (reply.state === "locked") return show(this, "failed", reply.message || say.locked);
      show(this, "failed", reply.state === "expired" ? say.expired : say.failed);
      later();
    }
    saved(reply, sent, seq) {
      this.revision = reply.revision;
      this.client = client;
      this.root.querySelector("[data-revision-field]").value = reply.revision;
      this.root.querySelector("[data-mark-field]").value = "";
      this.acked = sent;
      this.base = sent.text;
      kept.drop(this.id, seq);
      if (this.dirty) return void this.send();
      this.unfit("");
      show(this, "saved", say.saved.replace("%s", reply.at));
    }
    conflict(reply, sent) {
      this.blocked = true;
      this.compared = sent.text;
      this.root.querySelectorAll("[data-conflict-box]").forEach((old) => old.remove());
      const copy = document.getElementById("conflict-template").content.cloneNode(true);
      const fill = (name, text) => copy.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = text));
      const mine = this.now();
      fill("name", reply.by);
      fill("at", reply.at);
      if (mine.choice !== reply.choice) {
        fill("my-word", this.word(mine.choice) || say.none);
        fill("their-word", reply.word || say.none);
        copy.querySelector("[data-words]").hidden = false;
      }
      copy.querySelector("[data-texts]").innerHTML = reply.html; // made and escaped by the server, in core/two_texts
      copy.querySelectorAll("[data-choose]").forEach((button) => {
        button.addEventListener("click", () => this.choose(button.dataset.choose, reply));
      });
      this.root.querySelector(".question-text").before(copy);
      show(this, "failed", say.conflict);
    }
    word(choice) {
      const radio = this.radios.find((one) => one.value === choice);
      return radio ? radio.parentElement.querySelector("b").textContent : "";
    }
    choose(which, theirs) {
      const mine = this.now();
      this.blocked = false;
      this.revision = theirs.revision;
      this.acked = { choice: theirs.choice, text: theirs.text };
      this.base = theirs.text;
      if (which === "theirs") this.put(theirs);
      if (which === "both") this.put({ choice: mine.choice || theirs.choice, text: mine.text === this.compared ? theirs.both : join(theirs.both, mine.text) });
      this.root.querySelectorAll("[data-conflict-box]").forEach((old) => old.remove());
      this.seq = next();
      this.root.querySelector("[data-revision-field]").value = theirs.revision;
      this.root.querySelector("[data-mark-field]").value = "";
      if (this.dirty) this.keep();
      else kept.drop(this.id, this.seq);
      if (this.dirty) this.send();
      else show(this, "saved", say.saved.replace("%s", theirs.at));
      this.area.focus();
    }
  }

  const join = (first, second) => [first, second].map((text) => text.trim()).filter(Boolean).join("\n\n");

  // ---- the server ----
  async function post(fields, keepalive = false) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token().value });
    try {
      const headers = { Accept: "application/json" };
      const reply = await fetch(say.saveUrl, { method: "POST", body, headers, keepalive, redirect: "error" });
      if (!(reply.headers.get("Content-Type") || "").startsWith("application/json")) {
        if (reply.status === 403) await freshToken();
        return { state: "failed" };
      }
      return await reply.json();
    } catch {
      return { state: "failed" };
    }
  }

  // Signing in in another tab changes the form's token: read it again rather than lose what was typed.
  async function freshToken() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
    if (fresh) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = fresh.value));
  }

  function later() {
    clearTimeout(retry);
    retry = setTimeout(sendAll, RETRY);
  }

  function sendAll() {
    questions.forEach((question) => question.send());
    sendElsewhere();
  }

  // ---- what was typed in another section, or in this one before the page was closed ----
  async function sendElsewhere() {
    const left = [];
    for (const id of kept.ids().filter((one) => !questions.has(one))) {
      const entry = kept.get(id);
      if (!entry) continue;
      const { choice, text, revision, seq } = entry;
      const reply = await post({ question: id, choice, text, revision, seq, client: entry.client });
      if (reply.state === "saved") kept.drop(id, seq);
      else left.push(entry.section);
      if (reply.state === "failed" || reply.state === "expired") later();
    }
    elsewhere([...new Set(left.filter(Boolean))].sort());
  }

  function elsewhere(sections) {
    document.getElementById("elsewhere")?.remove();
    if (!sections.length) return;
    const note = document.createElement("div");
    note.id = "elsewhere";
    note.className = "notice notice-warn";
    const words = document.createElement("p");
    words.append(`${say.elsewhere} `);
    sections.forEach((number) => {
      const link = document.createElement("a");
      link.href = `/svar/${say.request}/avsnitt/${number}/`;
      link.textContent = `${say.sectionWord} ${number}`;
      words.append(link, " ");
    });
    note.append(words);
    document.getElementById("main").prepend(note);
  }

  function restore(question) {
    const entry = kept.get(question.id);
    if (!entry) return;
    const now = question.now();
    if (entry.choice === now.choice && entry.text === now.text) return void kept.drop(question.id, entry.seq);
    if (question.blocked) return; // the server already shows both
    question.put(entry);
    question.revision = entry.revision;
    question.base = entry.base;
    question.client = entry.client;
    question.seq = entry.seq;
    question.send();
  }

  // ---- what is shown and said ----
  function show(question, state, words) {
    paint(question.state, state, words);
    const all = [...questions.values()];
    const failed = all.filter((one) => one.state.dataset.saveState === "failed");
    const saving = all.some((one) => one.state.dataset.saveState === "saving");
    const heading = failed.length ? textOf(failed[0]) : words;
    if (failed.length) paint(bar, "failed", narrow.matches ? say.unsaved : heading);
    else if (saving) paint(bar, "saving", say.saving);
    else paint(bar, "saved", words);
    speak(failed.length ? "failed" : saving ? "" : "saved", heading);
  }

  const textOf = (question) => question.state.querySelector("[data-when=failed]").lastElementChild.textContent;

  function paint(place, state, words) {
    if (!place) return;
    place.dataset.saveState = state;
    place.querySelector(`[data-when=${state}]`).lastElementChild.textContent = words;
  }

  // Said aloud when it turns, not at each key.
  function speak(state, words) {
    if (!state || state === said) return;
    said = state;
    announce.textContent = words;
  }

  // ---- the page ----
  function copyEarlier(event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    const question = questions.get(button.closest("[data-question]").dataset.question);
    const text = question.root.querySelector("[data-earlier]").innerText.trim();
    const now = question.area.value.trim();
    if (now !== text) question.area.value = now ? `${now}\n\n${text}` : text;
    question.typed();
    question.area.focus();
  }

  const unsent = () => [...questions.values()].some((question) => question.dirty || question.blocked) || kept.ids().length > 0;

  if (form) {
    form.querySelectorAll("[data-question]").forEach((root) => {
      const question = new Question(root);
      questions.set(question.id, question);
    });
    form.addEventListener("input", (event) => of(event)?.typed());
    form.addEventListener("change", (event) => of(event)?.send());
    form.addEventListener("focusout", (event) => of(event)?.send());
    form.addEventListener("click", copyEarlier);
    form.addEventListener("submit", () => {
      leaving = true; // the form carries everything itself
      form.elements.client.value = client;
      form.elements.seq.value = next();
    });
    window.addEventListener("pagehide", () => !leaving && questions.forEach((question) => question.send(true)));
    window.addEventListener("beforeunload", (event) => {
      // Sent as the page goes, and kept here: a warning only when the server does not take it.
      const failed = [...questions.values()].some((one) => one.dirty && one.state.dataset.saveState === "failed");
      if (!leaving && failed) event.preventDefault();
    });
    window.addEventListener("pageshow", () => (leaving = false));
    questions.forEach(restore);
  }
  function of(event) {
    const root = event.target.closest("[data-question]");
    return root && questions.get(root.dataset.question);
  }

  const handIn = document.getElementById("submit-form");
  let warned = false;
  handIn?.addEventListener("submit", (event) => {
    if (warned || !kept.ids().length) return;
    event.preventDefault();
    warned = true;
    document.getElementById("unsent").hidden = false;
    sendElsewhere();
  });

  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && unsent() && sendAll());
  sendElsewhere();
})();
