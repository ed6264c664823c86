// The ladder as it is typed. Without this the button shows it.
"use strict";

(() => {
  const form = document.getElementById("details");
  const result = document.getElementById("result");
  const spoken = document.getElementById("said");
  const PAUSE = 500; // milliseconds without a key
  let asked = null; // the request that is under way
  let waiting = 0;

  const field = (name) => document.getElementById(name);
  const zone = field("timezone");
  if (!zone.value) {
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }

  form.addEventListener("input", (event) => ask(event.target.matches("select") ? 0 : PAUSE));
  form.addEventListener("change", () => ask(0));
  addEventListener("pageshow", () => { // who comes back finds the fields filled in
    if (field("company").value && !result.querySelector("[data-said]") && !document.querySelector(".summary")) ask(0);
  });

  function ask(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(show, pause);
  }

  async function show() {
    asked?.abort();
    const mine = asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("as", "part");
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, signal: mine.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      put(await answer.text());
    } catch (fault) {
      if (fault.name !== "AbortError") say("This is not up to date: the server did not answer.");
    } finally {
      if (asked === mine) result.removeAttribute("aria-busy");
    }
  }

  // What is wrong in the field that is being written in is said once it is left.
  function put(html) {
    const part = document.createElement("template");
    part.innerHTML = html;
    const problems = new Map();
    for (const { dataset } of part.content.querySelectorAll("[data-problem]")) {
      problems.set(dataset.problem, [...problems.get(dataset.problem) ?? [], dataset]);
    }
    const here = document.activeElement?.id;
    for (const each of form.elements) {
      if (each.id) mark(each, problems.get(each.id), each.id === here);
    }
    for (const line of form.querySelectorAll(".echo")) {
      const echo = part.content.querySelector(`[data-echo="${line.id.replace("-echo", "")}"]`);
      line.textContent = echo?.textContent ?? "";
      line.hidden = !echo;
    }
    if (problems.size && [...problems.keys()].every((name) => name === here)) return;
    document.querySelector(".summary")?.remove();
    const name = (each) => `${each.closest("[id]").id} ${each.querySelector("summary").textContent}`;
    const open = new Set([...result.querySelectorAll("details[open]")].map(name));
    result.replaceChildren(part.content);
    for (const each of result.querySelectorAll("details")) each.open = open.has(name(each));
    say(result.querySelector("[data-said]")?.dataset.said ?? "");
  }

  function mark(input, problems, isHere) {
    const line = field(`${input.id}-problem`);
    if (!line || (problems && isHere && line.hidden)) return;
    line.textContent = (problems ?? []).map((each) => each.text).join(" ");
    line.hidden = !problems;
    if (problems) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (problems && input.type === "datetime-local") {
      const picked = input.value.replace("T", " ");
      input.type = "text"; // what it is to say cannot be picked
      input.value = picked;
    }
  }

  function say(words) {
    if (spoken.textContent !== words) spoken.textContent = words;
  }
})();
