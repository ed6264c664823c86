// The ladder as it is typed. Without this the button shows it.
"use strict";

(() => {
  const form = document.getElementById("details");
  const result = document.getElementById("result");
  const spoken = document.getElementById("said");
  const PAUSE = 500; // milliseconds without a key
  let request = null; // the one that is under way
  let waiting = 0;
  let shown = ""; // what the last answer was for
  let answer = "";
  let held = false; // whether a field is wrong, which is said once it is left

  const zone = form.elements.timezone;
  if (!zone.value && !zone.ariaInvalid) {
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }

  form.addEventListener("input", () => soon(PAUSE));
  form.addEventListener("change", () => soon(0));
  form.addEventListener("focusout", () => { if (held) soon(0); });
  addEventListener("pageshow", () => { // who comes back may find the fields filled in
    if (form.elements.company.value && !document.getElementById("answer")) soon(0);
  });

  function soon(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(show, pause);
  }

  async function show() {
    const body = new URLSearchParams(new FormData(form));
    body.set("as", "part");
    if (`${body}` === shown) {
      if (held) put(answer);
      return;
    }
    request?.abort();
    const mine = request = new AbortController();
    result.ariaBusy = "true";
    try {
      const headers = { Accept: "text/html" };
      const found = await fetch(form.action, { method: "POST", body, headers, signal: mine.signal });
      if (!found.ok) throw new Error(found.statusText);
      answer = await found.text();
      shown = `${body}`;
      put(answer);
    } catch (fault) {
      if (fault.name === "AbortError") return;
      shown = "";
      warn("This is not up to date: the server did not answer.");
    } finally {
      if (request === mine) result.ariaBusy = "false";
    }
  }

  function put(html) {
    const part = document.createElement("template");
    part.innerHTML = html;
    const wrong = new Map(), missing = new Set();
    for (const { dataset } of part.content.querySelectorAll("[data-field]")) {
      if (dataset.wrong) wrong.set(dataset.field, [...wrong.get(dataset.field) ?? [], dataset.wrong]);
      else missing.add(dataset.field);
    }
    const here = document.activeElement;
    held = false;
    for (const field of form.elements) {
      if (!missing.has(field.id)) mark(field, wrong.get(field.id), field === here);
    }
    for (const line of form.querySelectorAll(".echo")) {
      tell(line, part.content.querySelector(`[data-echo="${line.id.replace("-echo", "")}"]`)?.textContent);
    }
    shorten((name) => wrong.has(name) || missing.has(name));
    if (wrong.size && [...wrong.keys()].every((name) => name === here.id)) return;
    replace(part.content);
    say(result.querySelector("[data-said]")?.dataset.said ?? "");
  }

  // The summary of what was to be mended, without what is.
  function shorten(remains) {
    const summary = document.querySelector(".summary");
    if (!summary) return;
    for (const link of summary.querySelectorAll("a")) {
      if (!remains(link.hash.slice(1))) link.closest("li").remove();
    }
    const count = summary.querySelectorAll("li").length;
    summary.querySelector("h2").textContent = count === 1 ? "One thing to mend" : `${count} things to mend`;
    if (!count) summary.remove();
  }

  // What is unfolded stays so, and the focus where it is.
  function replace(content) {
    const name = (each) => `${each.closest("[id]").id} ${each.textContent}`;
    const parts = () => [...result.querySelectorAll("summary, button, a")];
    const open = new Set(parts().filter((each) => each.parentElement.open).map(name));
    const focused = result.contains(document.activeElement) ? name(document.activeElement) : null;
    result.replaceChildren(content);
    for (const each of parts()) {
      if (each.localName === "summary") each.parentElement.open = open.has(name(each));
      if (name(each) === focused) each.focus({ preventScroll: true });
    }
  }

  function mark(field, problems, isHere) {
    const line = document.getElementById(`${field.id}-problem`);
    if (!line) return;
    if (problems && isHere && line.hidden) {
      held = true;
      return;
    }
    tell(line, problems?.join(" "));
    if (problems) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (problems && field.type === "datetime-local") {
      const picked = field.value.replace("T", " ");
      field.type = "text"; // what it is to say may be what cannot be picked
      field.value = picked;
    }
  }

  function tell(line, words) {
    line.textContent = words ?? "";
    line.hidden = !words;
  }

  function say(words) {
    if (spoken.textContent !== words) spoken.textContent = words;
  }

  function warn(words) {
    say(words);
    if (result.querySelector(":scope > .alert")) return;
    const line = document.createElement("p");
    line.className = "alert";
    line.textContent = words;
    result.prepend(line);
  }
})();
