// What a page can do beyond being read. All else works without it.
"use strict";

document.documentElement.classList.add("scripted");

const said = document.getElementById("said");

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-copies]") : null;
  if (!button) return;
  const done = await copied(document.getElementById(button.dataset.copies).textContent);
  const words = done ? "Copied" : "Not copied: select the text";
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
  button.dataset.label ??= button.textContent;
  button.textContent = words;
  setTimeout(() => { button.textContent = button.dataset.label; }, 2500);
});

// The clipboard is there on https and on this machine only; elsewhere the old way does.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  }
}

// An event links to what it is about, which may be folded away.
function unfolded() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.matches(".step")) return;
  for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
  target.querySelector(".letter")?.setAttribute("open", "");
  target.scrollIntoView({ behavior: "instant" });
}

addEventListener("hashchange", unfolded);
unfolded();
