"use strict";
// Writes a plan's draft in one list: by keyboard, by button and by drag. Each deed is one post that gives back only what became
// different; what others do comes in every ten seconds. Without this, the same deeds are pages and form posts.
(() => {
  const list = document.getElementById("draft");
  if (!list) return;
  const POLL = 10000;
  const say = list.dataset;
  const said = document.getElementById("draft-said");
  const saved = document.getElementById("draft-saved");
  const failed = document.getElementById("draft-failed");
  const back = document.getElementById("draft-back");
  const ask = document.getElementById("draft-ask");
  const blank = document.getElementById("draft-tools").content.querySelector("[data-tools]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  let version = Number(say.version);
  let tag = "";
  let queue = Promise.resolve(); // one deed at a time: the next builds on what the last came to
  let waiting = 0;

  // ---- rows ----
  const rows = () => [...list.children].filter((row) => row.matches("[data-part]"));
  const row = (id) => document.getElementById(`del-${id}`);
  const title = (one) => one.querySelector(".part-title");
  const writing = () => list.querySelector("[data-words]");
  let chosen = null;

  function choose(one, focus = true) {
    if (!one) return;
    if (chosen && chosen !== one) {
      chosen.classList.remove("is-chosen");
      chosen.querySelector(":scope > [data-tools]")?.remove();
      title(chosen)?.setAttribute("tabindex", "-1");
    }
    list.querySelectorAll("[data-tools]").forEach((old) => old.parentElement !== one && old.remove());
    chosen = one;
    one.classList.add("is-chosen");
    one.draggable = true;
    title(one).tabIndex = 0;
    if (!one.querySelector(":scope > [data-tools]") && !one.querySelector("[data-words]")) one.append(tools(one));
    if (focus) {
      title(one).focus({ preventScroll: true });
      one.scrollIntoView({ block: "nearest" });
    }
  }

  function tools(one) {
    const made = blank.cloneNode(true);
    const id = one.dataset.part;
    made.querySelector("[name=del]").value = id;
    made.querySelectorAll("a").forEach((link) => {
      link.setAttribute("href", link.getAttribute("href").replace("/del/0/", `/del/${id}/`).replace("=0", `=${id}`));
    });
    return made;
  }

  function ready(one) {
    one.draggable = true;
    title(one).tabIndex = -1;
  }

  // ---- what the server tells ----
  function tell(words, refused = false) {
    said.classList.toggle("is-refused", refused);
    said.textContent = words;
  }

  function apply(told, own = false) {
    if (told.anew) {
      tell(say.anew);
      if (!writing()) location.reload();
      return;
    }
    version = told.version;
    const fresh = new Map(told.rows);
    for (const [id, html] of fresh) write(id, html, own);
    let moved = false;
    for (const [id, before] of told.placed) {
      const one = row(id);
      const after = before ? row(before) : null;
      if (!one || (before && !after)) continue;
      if ((after ? after.nextElementSibling : list.firstElementChild) !== one) {
        moved = true;
        const held = one.contains(document.activeElement) ? document.activeElement : null;
        if (after) after.after(one);
        else list.prepend(one);
        held?.focus({ preventScroll: true });
      }
    }
    told.gone.forEach(leave);
    for (const [id, number] of Object.entries(told.numbers)) {
      const place = row(id)?.querySelector(".nr");
      if (place && place.textContent !== number) place.textContent = number;
    }
    document.getElementById("draft-present").textContent = told.present.trim();
    back_and_forth("angra", told.undo);
    back_and_forth("gorom", told.redo);
    if (rows().length) document.getElementById("draft-empty")?.remove();
    if (moved && own) chosen?.scrollIntoView({ block: "nearest" });
  }

  function write(id, html, own) {
    const old = row(id);
    if (old?.querySelector("[data-words]")) return; // somebody writes here: their text is met when it is saved
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const made = holder.content.firstElementChild;
    ready(made);
    if (!own) made.classList.add("is-new");
    const had = old && old.contains(document.activeElement);
    if (old) old.replaceWith(made);
    else list.append(made);
    if (old && old === chosen) {
      chosen = null;
      choose(made, had);
    }
  }

  function leave(id) {
    const one = row(id);
    if (!one) return;
    if (one.querySelector("[data-words]")) {
      tell(say.gone, true);
      return;
    }
    const next = one.nextElementSibling || one.previousElementSibling;
    const had = one === chosen;
    one.remove();
    if (had) {
      chosen = null;
      if (next?.matches("[data-part]")) choose(next);
    }
  }

  function back_and_forth(name, words) {
    const button = back.querySelector(`[value=${name}]`);
    button.disabled = !words;
    button.title = words;
    button.querySelector("[data-words]").textContent = words;
  }

  function mark(at) {
    saved.hidden = false;
    failed.hidden = true;
    saved.querySelector("[data-text]").textContent = at;
  }

  function lost() {
    saved.hidden = true;
    failed.hidden = false;
    failed.querySelector("[data-text]").textContent = say.lost;
    tell(say.lost, true);
  }

  async function post(address, data) {
    data.set("bit", "ja");
    data.set("sedan", version);
    return fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
  }

  const is_json = (answer) => (answer.headers.get("Content-Type") || "").includes("json");

  // ---- deeds ----
  function deed(values, focus = null) {
    waiting += 1;
    queue = queue.then(async () => {
      try {
        const data = new FormData();
        Object.entries(values).forEach(([name, value]) => data.set(name, value));
        const answer = await post(say.deed, data);
        if (!is_json(answer)) {
          lost();
          if (answer.redirected) location.assign(answer.url); // adopted meanwhile, or signed out: that page says so
          return;
        }
        const told = await answer.json();
        apply(told, true);
        tell(told.said, told.refused);
        if (!told.refused) mark(told.at);
        if (focus && row(focus)) choose(row(focus));
      } catch {
        lost();
      } finally {
        waiting -= 1;
      }
    });
    return queue;
  }

  const id_of = (one) => one.dataset.part;
  const DEEDS = { ArrowUp: "upp", ArrowDown: "ned", ArrowRight: "in", ArrowLeft: "ut" };

  function remove(one) {
    ask.querySelector("[data-title]").textContent = title(one).textContent.trim();
    ask.returnValue = "";
    ask.showModal();
    ask.addEventListener(
      "close",
      () => {
        if (ask.returnValue === "yes") deed({ gor: "tabort", del: id_of(one) });
        else title(one).focus();
      },
      { once: true },
    );
  }

  // ---- writing in a row ----
  async function open(address, place) {
    if (writing() && !(await keep())) return;
    let answer;
    try {
      answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}bit=ja`);
    } catch {
      return lost();
    }
    if (!answer.ok || answer.redirected) return location.assign(address);
    const holder = document.createElement("template");
    holder.innerHTML = (await answer.text()).trim();
    const form = holder.content.firstElementChild;
    place(form);
    start(form);
  }

  function start(form) {
    form.dataset.began = snapshot(form);
    const field = form.querySelector("textarea, input:not([type=hidden])");
    field.focus();
    field.setSelectionRange?.(field.value.length, field.value.length);
    form.scrollIntoView({ block: "nearest" });
  }

  const snapshot = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "seen"));

  function edit(one) {
    const link = one.querySelector("[data-do=write]") || tools(one).querySelector("[data-do=write]");
    return open(link.href, (form) => {
      one.querySelector(":scope > [data-tools]")?.remove();
      one.querySelector(".part-line").hidden = true;
      one.querySelector(".part-text")?.setAttribute("hidden", "");
      one.draggable = false;
      one.append(form);
    });
  }

  function add(one, how) {
    const link = tools(one).querySelector(`[data-do=${how}]`);
    return open(link.href, (form) => {
      const holder = document.createElement("li");
      holder.className = one.className.replace(/is-\w+/g, "");
      if (how === "under") holder.className = holder.className.replace(/level-(\d)/, (_all, n) => `level-${Math.min(8, Number(n) + 1)}`);
      holder.append(form);
      last_of(one).after(holder);
    });
  }

  // The last row of what stands under one: rows after it that stand deeper.
  const depth = (one) => Number(/level-(\d)/.exec(one.className)?.[1] ?? 0);
  function last_of(one) {
    let last = one;
    while (last.nextElementSibling?.matches("[data-part]") && depth(last.nextElementSibling) > depth(one)) last = last.nextElementSibling;
    return last;
  }

  function close(form) {
    const holder = form.parentElement;
    form.remove();
    if (!holder.matches("[data-part]")) {
      holder.remove();
      return null;
    }
    holder.querySelector(".part-line").hidden = false;
    holder.querySelector(".part-text")?.removeAttribute("hidden");
    holder.draggable = true;
    return holder;
  }

  function abandon(form) {
    const holder = close(form);
    choose(holder || chosen || rows()[0]);
    poll();
  }

  // Saves what is written. True when nothing of it is left unsaved.
  async function keep(next = false) {
    const form = writing();
    if (!form) return true;
    if (form.dataset.busy) return false;
    const is_new = !form.parentElement.matches("[data-part]");
    const empty = ![...form.querySelectorAll("textarea")].some((field) => field.value.trim());
    if ((is_new && empty) || (!is_new && snapshot(form) === form.dataset.began)) {
      const holder = close(form);
      if (holder) choose(holder, next);
      if (next && holder) await add(holder, "after");
      return true;
    }
    form.dataset.busy = "yes";
    let told;
    try {
      const answer = await post(form.action, new FormData(form));
      if (answer.status === 412) {
        form.submit(); // somebody has changed the same words: the page with both texts
        return false;
      }
      if (answer.status === 422) {
        const holder = document.createElement("template");
        holder.innerHTML = (await answer.text()).trim();
        const again = holder.content.firstElementChild;
        form.replaceWith(again);
        start(again);
        again.dataset.began = "";
        return false;
      }
      if (!is_json(answer)) {
        if (answer.redirected) form.submit();
        else lost();
        return false;
      }
      told = await answer.json();
    } catch {
      lost();
      return false;
    } finally {
      delete form.dataset.busy;
    }
    close(form);
    apply(told, true);
    mark(told.at);
    tell(told.said);
    const made = row(told.part);
    choose(made, true);
    if (next && made) await add(made, "after");
    return true;
  }

  // ---- keys ----
  list.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-words]");
    if (form) return in_field(event, form);
    const one = event.target.closest("[data-part]");
    if (!one || !event.target.matches(".part-title")) return;
    const all = rows();
    const place = all.indexOf(one);
    const steps = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: all.length - 1 };
    if (event.altKey && event.key in DEEDS) deed({ gor: DEEDS[event.key], del: id_of(one) }, id_of(one));
    else if (event.altKey || event.ctrlKey || event.metaKey) return;
    else if (event.key in steps) choose(all[steps[event.key]]);
    else if (event.key === "Enter" && event.shiftKey) add(one, "after");
    else if (event.key === "Enter" || event.key === "F2") edit(one);
    else if (event.key === "Delete") remove(one);
    else return;
    event.preventDefault();
  });

  function in_field(event, form) {
    if (event.key === "Escape") {
      event.preventDefault();
      abandon(form);
    } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("[name=title], input:not([type=submit])")) {
      event.preventDefault();
      keep(true);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const key = event.key.toLowerCase();
    const name = key === "y" || (key === "z" && event.shiftKey) ? "gorom" : key === "z" ? "angra" : "";
    if (!name) return;
    event.preventDefault();
    deed({ gor: name, del: 0 }, chosen ? id_of(chosen) : null);
  });

  // ---- pointer ----
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const one = event.target.closest("[data-part]");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link?.matches("[data-leave]")) {
      event.preventDefault();
      abandon(link.closest("[data-words]"));
      return;
    }
    if (!one || event.target.closest("[data-words]")) return;
    if (link?.matches(".part-title")) {
      event.preventDefault();
      if (chosen === one) edit(one);
      else keep().then((done) => done && choose(one));
    } else if (link?.dataset.do) {
      event.preventDefault();
      if (link.dataset.do === "write") edit(one);
      else if (link.dataset.do === "remove") remove(one);
      else add(one, link.dataset.do);
    }
  });

  document.querySelector("a[data-do=new]").addEventListener("click", (event) => {
    event.preventDefault();
    open(event.currentTarget.getAttribute("href"), (form) => {
      const holder = document.createElement("li");
      holder.className = "part level-0";
      holder.append(form);
      list.append(holder);
    });
  });

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-words]")) keep();
    else {
      const id = event.target.querySelector("[name=del]").value;
      const name = event.submitter.value;
      deed({ gor: name, del: id }).then(() => row(id)?.querySelector(`[data-tools] [value=${name}]`)?.focus());
    }
  });
  back.addEventListener("submit", (event) => {
    event.preventDefault();
    deed({ gor: event.submitter.value, del: 0 });
  });
  // Leaving a row saves it.
  list.addEventListener("focusout", (event) => {
    const form = event.target.closest("[data-words]");
    if (!form || !event.relatedTarget || form.contains(event.relatedTarget)) return;
    keep();
  });
  window.addEventListener("beforeunload", (event) => {
    const form = writing();
    if (waiting || (form && !form.dataset.busy && snapshot(form) !== form.dataset.began)) event.preventDefault();
  });

  // ---- drag ----
  let dragged = null;
  const clear = () => list.querySelectorAll(".drop-fore, .drop-efter, .drop-under").forEach((one) => one.classList.remove("drop-fore", "drop-efter", "drop-under"));
  function aim(event) {
    const one = event.target.closest?.("[data-part]");
    if (!one || one === dragged) return [null, ""];
    const box = one.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    return [one, share < 0.3 ? "fore" : share > 0.7 ? "efter" : "under"];
  }
  list.addEventListener("dragstart", (event) => {
    const one = event.target.closest("[data-part]");
    if (!one || writing()) return event.preventDefault();
    dragged = one;
    one.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", title(one).textContent.trim());
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const [one, how] = aim(event);
    clear();
    if (!one) return;
    event.preventDefault();
    one.classList.add(`drop-${how}`);
  });
  list.addEventListener("drop", (event) => {
    const [one, how] = aim(event);
    clear();
    if (!dragged || !one) return;
    event.preventDefault();
    const id = id_of(dragged);
    deed({ gor: "flytta", del: id, mal: id_of(one), hur: how }, id);
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });

  // ---- what others do ----
  async function poll() {
    if (document.hidden || waiting) return;
    const here = writing()?.parentElement.dataset.part || "";
    try {
      const began = version;
      const answer = await fetch(`${say.news}?sedan=${version}&i=${here}`, {
        headers: tag ? { "If-None-Match": tag } : {},
        cache: "no-store",
      });
      if (answer.status !== 200 || !is_json(answer) || waiting || version !== began) return;
      tag = answer.headers.get("ETag") || "";
      apply(await answer.json());
    } catch {
      // no contact just now: the next one asks again
    }
  }
  setInterval(poll, POLL);
  document.addEventListener("visibilitychange", poll);

  rows().forEach(ready);
  const first = list.querySelector("[data-tools]")?.closest("[data-part]") || rows()[0];
  if (first) choose(first, location.hash === `#${first.id}`);
})();
