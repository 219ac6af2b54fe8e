// The staff desk's behaviour: who is signed in, opening a row of the queue, keys, the filter of a table. It sets no HTML.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.replace(/\/own\/[^/]*$/, "");
  const one = (pattern, within = document) => within.querySelector(pattern);
  const all = (pattern, within = document) => [...within.querySelectorAll(pattern)];
  // each announcement is a line of its own in a log: one that comes right after another is read after it, and not in its place
  const say = (text) => {
    const said = one("#said");
    if (!said || !text) return;
    said.append(Object.assign(document.createElement("p"), { textContent: text }));
    while (said.children.length > 4) said.firstElementChild.remove();
  };

  function fill(field, text) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const press = (id) => one(`button#${id}, #${id} button`)?.click();

  async function who() {
    try {
      const got = await fetch(`${root}/account`);
      if (!got.ok) return;
      const { name, role } = await got.json();
      one("#who").textContent = name;
      if (role === "admin") for (const link of all("nav [data-page][hidden]")) link.hidden = false;
    } catch { /* the bar works without */ }
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-pick]");
    // the row that is open stays as it is: a late answer to a second opening would take back the verdict chosen meanwhile
    if (!row || row.dataset.pick === one("[data-case]")?.dataset.case) return;
    fill(one("#picked textarea, #picked input"), row.dataset.pick);
    setTimeout(() => press("pick"), 80);
  });
  document.addEventListener("input", (event) => {
    const table = event.target.dataset?.filter;
    if (!table) return;
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of all(`#${CSS.escape(table)} tbody tr`)) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=listbox]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !one("#verdict")) return;
    if (/^[1-6]$/.test(event.key)) {
      const choice = all("#verdict input[type=radio]")[Number(event.key) - 1];
      if (choice) { choice.click(); say(choice.closest("label").textContent.trim()); event.preventDefault(); }
    } else if (event.key === "n" || event.key === "N") { press("next"); event.preventDefault(); }
    else if (event.key === "s" || event.key === "S") { press("save"); event.preventDefault(); }
  });

  // what came of an action is announced once, wherever it stands; a new case is shown from its beginning
  let outcomes = new Map(), shown = "";
  new MutationObserver(() => {
    const now = new Map(all(".said, .checked .sum").map((p) => [p.closest("[id]").id, p.textContent.trim()]));
    for (const [place, text] of now) if (outcomes.get(place) !== text) say(text);
    outcomes = now;
    const open = one("[data-case]")?.dataset.case ?? "";
    if (open !== shown) {
      if (shown) { scrollTo({ top: 0 }); one("[data-case] h2")?.focus({ preventScroll: true }); }
      shown = open;
    }
    if (one(".gradio-container :is(button, input)")) document.body.classList.add("ready");
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", who); else who();
})();
