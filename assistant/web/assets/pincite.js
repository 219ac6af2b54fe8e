// The page's behaviour. Answers come from the server as escaped HTML; what is kept here is their JSON, drawn again by the server.
// Nothing kept, typed or found in a document is ever set as HTML by this script.
"use strict";
(() => {
  const CHOSEN = "pincite.chosen", MOST = 40;
  let KEPT = "pincite.conversations";
  const root = new URL(document.currentScript.src).pathname.replace(/\/own\/[^/]*$/, "");
  const one = (pattern, within = document) => within.querySelector(pattern);
  const all = (pattern, within = document) => [...within.querySelectorAll(pattern)];
  let words = {}, language = "en", current = null, choices = { unions: [], agreements: [] }, opener = null;
  const drawn = new Set();
  // signs that turn letters round or hide stand as marks, as in all that the server draws
  const shown = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu,
    (sign) => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

  // --- what this browser keeps ---
  const read = (key, otherwise) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
  };
  const write = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  };
  const conversations = () => { const kept = read(KEPT, []); return Array.isArray(kept) ? kept : []; };
  function keep(list) {
    const ours = list.slice(0, MOST);
    while (!write(KEPT, ours) && ours.length > 1) { ours.pop(); say(word("conversations.full")); }
  }
  const word = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  // each announcement is a line of its own in a log: one that comes right after another is read after it, and not in its place
  const say = (text) => {
    const said = one("#said");
    if (!said || !text) return;
    said.append(Object.assign(document.createElement("p"), { textContent: text }));
    while (said.children.length > 4) said.firstElementChild.remove();
  };
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element, block = "start") => element.scrollIntoView({ block, behavior: still() ? "auto" : "smooth" });

  // --- Gradio's own fields, filled as a person fills them ---
  function fill(field, text) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const question = () => one("#question textarea, #question input");
  function ask(text) {
    fill(question(), text);
    setTimeout(() => one("button#ask, #ask button")?.click(), 80);
  }

  // --- what is searched ---
  let shared = {};  // what a link chose, for as long as this page is open: it is not remembered
  const chosen = () => ({ union: "", agreement: "", only: true, ...read(CHOSEN, {}), ...shared });
  function choose(change) { const now = { ...chosen(), ...change }; shared = {}; write(CHOSEN, now); drawChoices(); sync(); }
  const agreementOf = (id) => choices.agreements.find((row) => row.id === id);
  const within = (union, own) => own.some((id) => {
    for (let at = id; at; at = choices.unions.find((row) => row.id === at)?.parent) if (at === union) return true;
    return false;
  });
  function options(select, rows, value) {
    while (select.options.length > 1) select.remove(1);
    for (const row of rows) select.add(new Option(row.label ?? row.title, row.id));
    select.value = rows.some((row) => row.id === value) ? value : "";
  }
  function drawChoices() {
    const now = chosen(), union = one("#union"), agreement = one("#agreement");
    if (!union) return;
    for (const select of [union, one("#union-now")]) options(select, choices.unions, now.union);
    const rows = choices.agreements.filter((row) => !now.union || row.other === now.union || within(now.union, row.unions));
    options(agreement, rows, now.agreement);
    agreement.options[0].text = word(now.union && !rows.length ? "first.no_agreement" : now.union ? "first.any_agreement" : "first.unsure");
    const named = choices.unions.find((row) => row.id === now.union);
    const family = [now.union, named?.parent].filter(Boolean);
    const lists = all(".examples");
    const fitting = lists.find((list) => family.includes(list.dataset.union)) ?? lists.find((list) => list.dataset.union === "all");
    for (const list of lists) list.hidden = list !== fitting;
    const sheet = one("#sheet");
    if (sheet) sheet.href = `${sheet.dataset.root}/sheet${named && !named.own ? `/${named.id}` : ""}`;
    drawScope();
  }
  function drawScope() {
    const now = chosen(), held = agreementOf(now.agreement), row = one("#only-row"), named = choices.unions.find((u) => u.id === now.union);
    if (!row) return;
    row.hidden = !(held || now.document);
    one("#only").checked = now.only;
    const kinds = all("[name=kind]").filter((box) => box.checked), every = all("[name=kind]").length;
    const parts = [];
    const title = now.document?.title ?? held?.title;
    if (title && now.only) parts.push(title);
    else if (named?.own) parts.push(named.title);
    else parts.push(kinds.length && kinds.length < every ? "" : word("ask.everything"));
    if (kinds.length && kinds.length < every) parts.push(kinds.map((box) => box.parentElement.textContent.trim()).join(", "));
    parts.push(one("#as-of").value ? `${word("ask.as_of")} ${one("#as-of").value}` : word("ask.today"));
    one("#scope-now").textContent = parts.filter(Boolean).join(" · ");
  }
  const placeOf = (answer) => (answer?.citations?.[0] ? `${answer.citations[0].locator} of ${answer.citations[0].title}` : "");
  function sync() {
    const field = one("#choices textarea, #choices input");
    if (!field) return;
    const now = chosen(), held = agreementOf(now.agreement);
    const only = now.document?.id ?? held?.id;
    // a digest and its official text are one choice, and both are searched
    const both = now.document?.documents ?? held?.documents ?? [only];
    // a union that only this home knows leads nowhere by its name: its agreements are what is meant
    const own = choices.unions.find((row) => row.id === now.union);
    const theirs = own?.own ? choices.agreements.filter((row) => row.other === now.union).flatMap((row) => row.documents) : [];
    const specific = held?.unions?.length ? choices.unions.find((row) => row.id === held.unions[0])?.title : "";
    const turns = current?.turns ?? [];
    fill(field, JSON.stringify({
      union: own?.own ? "" : specific || own?.title || "",
      documents: only && now.only ? both : theirs,
      kinds: all("[name=kind]").filter((box) => box.checked).map((box) => box.value),
      as_of: one("#as-of")?.value ?? "",
      history: turns.map((answer) => String(answer.question ?? "").slice(0, 4000)).slice(-20),
      cited: placeOf(turns.at(-1)),
    }));
    drawScope();
  }

  // --- the conversation ---
  const empty = () => ({ id: crypto.randomUUID?.() ?? String(Date.now() + Math.random()), name: "", turns: [] });
  const started = () => document.body.classList.toggle("started", Boolean(current?.turns.length) || Boolean(one("#live .turn")));
  function save() {
    const list = conversations().filter((c) => c.id !== current.id);
    if (current.turns.length) keep([current, ...list]); else keep(list);
    drawConversations();
  }
  function finished(article) {
    let answer;
    try { answer = JSON.parse(article.dataset.answer); } catch { return; }
    const moved = article.cloneNode(true);
    moved.removeAttribute("data-answer");
    article.remove();
    one("#thread").append(moved);
    current.turns.push(answer);
    if (!current.name) current.name = shown(String(answer.question).slice(0, 80));
    save(); sync(); started();
    say(moved.dataset.said);
    one("#scope").open = false;
    show(moved);
  }
  // what streams is drawn into our own place: what is there stays as it is, only what is new is added
  function lookAtLive() {
    const streamed = one("#stream .turn"), place = one("#live");
    const fresh = streamed && !streamed.dataset.drawn ? document.importNode(streamed, true) : null;
    const again = fresh?.id && drawn.has(fresh.id);  // Gradio draws the last answer again when the next question begins
    if (fresh?.id) {
      drawn.add(fresh.id);
      streamed.dataset.drawn = "1"; streamed.removeAttribute("id"); streamed.replaceChildren();  // nothing stands twice in the page
    }
    if (fresh && !again) {
      const shown = one(".turn", place);
      if (!shown || fresh.dataset.answer || !shown.classList.contains("growing") || !fresh.classList.contains("growing")) place.replaceChildren(fresh);
      else {
        shown.append(...[...fresh.children].slice(shown.children.length));
        one(".stage", shown).replaceWith(one(".stage", fresh));
      }
    }
    const article = one(".turn", place);
    started();
    document.body.classList.toggle("asking", article?.getAttribute("aria-busy") === "true");
    if (!article) return;
    if (article.dataset.answer) finished(article);
    else if (article.classList.contains("failed") && !article.dataset.seen) { article.dataset.seen = "1"; say(article.textContent); show(article); }
    else if (!article.dataset.seen) { article.dataset.seen = "1"; one("#scope").open = false; show(article); }
  }
  // a conversation is half a megabyte of words: packed, a tenth of it travels
  async function asSent(turns) {
    const text = JSON.stringify({ turns }), headers = { "Content-Type": "application/json" };
    if (!window.CompressionStream) return { method: "POST", headers, body: text };
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return { method: "POST", headers: { ...headers, "Content-Encoding": "gzip" }, body: await new Response(packed).blob() };
  }
  async function draw(turns) {
    const sent = await fetch(`${root}/turns?lang=${language}`, await asSent(turns));
    if (!sent.ok) throw new Error(sent.status);
    // the server escaped every word of it: see assistant/web/answer_page.py
    return new DOMParser().parseFromString(await sent.text(), "text/html").body.children;
  }
  async function openConversation(id) {
    const kept = conversations().find((c) => c.id === id);
    current = kept && Array.isArray(kept.turns) ? kept : empty();
    one("#live")?.querySelector(".turn")?.remove();
    one("#thread").replaceChildren();
    if (current.turns.length) {
      try {
        for (const article of [...(await draw(current.turns.slice(-60)))]) one("#thread").append(article);
      } catch { say(word("source.failed")); }
    }
    sync(); started(); drawConversations(); menu(false);
    if (current.turns.length) show(one("#thread").lastElementChild ?? one("#thread"));
  }
  function fresh() {
    current = empty();
    one("#thread").replaceChildren();
    one("#live .turn")?.remove();
    sync(); started(); drawConversations(); menu(false);
    scrollTo({ top: 0 });
    question()?.focus();
  }
  function drawConversations() {
    const list = one("#held");
    if (!list) return;
    list.replaceChildren(...conversations().map((kept) => {
      const row = document.createElement("li");
      if (kept.id === current?.id) row.setAttribute("aria-current", "true");
      const button = (action, text, label) => {
        const made = document.createElement("button");
        made.type = "button"; made.dataset.do = action; made.dataset.id = kept.id; made.textContent = text;
        if (label) { made.setAttribute("aria-label", `${label}: ${kept.name}`); made.title = label; made.className = `quiet ${action}`; }
        return made;
      };
      row.append(button("open", kept.name || word("conversations.untitled")), button("rename", "", word("conversations.rename")), button("delete", "", word("conversations.delete")));
      return row;
    }));
  }
  function menu(open = one("#conversations").hidden) {
    one("#conversations").hidden = !open;
    one(".bar .menu")?.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("menu-open", open);
    if (open) one("#conversations .close").focus();
  }
  const turnOf = (element) => {
    const article = element.closest(".turn"), id = article?.id.replace(/^turn-/, "");
    return { article, answer: current.turns.find((a) => a.id === id) };
  };

  // --- sources ---
  async function openSource(from, pushed = false) {
    const panel = one("#source"), place = one("#source-words");
    const { answer } = from.closest("#source") ? { answer: null } : turnOf(from);
    const asOf = answer?.as_of ?? panel.dataset.asOf ?? "";
    if (!pushed && !panel.open) opener = from;
    panel.dataset.asOf = asOf;
    hideTip();
    const query = new URLSearchParams({ document: from.dataset.document, start: from.dataset.start, end: from.dataset.end, as_of: asOf, lang: language });
    try {
      const got = await fetch(`${root}/source?${query}`);
      if (!got.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(got.status);  // a refusal, as JSON
      const parsed = new DOMParser().parseFromString(await got.text(), "text/html");
      place.replaceChildren(...parsed.body.childNodes);
    } catch { place.textContent = word("source.failed"); }
    if (!panel.open) panel.showModal();
    for (const picture of all(".page img", place)) picture.addEventListener("error", () => { picture.hidden = true; one(".missing", picture.parentElement).hidden = false; });
    const heading = one("#source-title", place), marked = one("mark", place);
    (heading ?? place).focus({ preventScroll: true });
    panel.scrollTop = 0;
    const here = one(".outline [aria-current]", place), outline = one(".outline ol", place);
    if (here && outline) outline.scrollTop = Math.max(0, here.offsetTop - outline.offsetTop - outline.clientHeight / 2);
    // it opens at its title; where the marked words lie further down, a button leads to them
    const jump = one("[data-do=mark]", place);
    if (jump) jump.hidden = !marked || marked.getBoundingClientRect().top < innerHeight - 80;
  }
  function closeSource() { one("#source").close(); }

  // --- the quotation at a chip ---
  function showTip(chip) {
    const tip = one("#tip");
    if (!tip || one("#source")?.open) return;
    const quote = document.createElement("p"), where = document.createElement("p");
    quote.textContent = chip.dataset.said; where.textContent = chip.dataset.where; where.className = "where";
    tip.replaceChildren(where, quote);  // whose words they are is read before them
    tip.hidden = false;
    tip.dataset.at = scrollY;
    const box = chip.getBoundingClientRect(), wide = tip.offsetWidth, tall = tip.offsetHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left - 20, innerWidth - wide - 8))}px`;
    tip.style.top = `${box.bottom + 8 + tall > innerHeight - 90 ? Math.max(8, box.top - tall - 8) : box.bottom + 8}px`;
    chip.setAttribute("aria-describedby", "tip");
  }
  function hideTip() {
    const tip = one("#tip");
    if (tip) tip.hidden = true;
    for (const chip of all(".chip[aria-describedby]")) chip.removeAttribute("aria-describedby");
  }

  // --- what one can do with an answer ---
  async function copied(button, text) {
    try { await navigator.clipboard.writeText(text); } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(field); field.select(); document.execCommand("copy"); field.remove(); button.focus();
    }
    const before = button.textContent;
    button.textContent = word("after.copied"); say(word("after.copied"));
    setTimeout(() => { button.textContent = before; }, 1600);
  }
  function download(name, type, text) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  }
  async function written(turns, kind) {
    const sent = await fetch(`${root}/turns.${kind}?lang=${language}`, await asSent(turns));
    return sent.text();
  }
  const actions = {
    menu: () => { const open = one("#conversations").hidden; menu(open); if (!open) one(".bar .menu").focus(); },
    question: () => question().focus(),
    new: () => fresh(),
    open: (b) => openConversation(b.dataset.id),
    rename: (b) => {
      const list = conversations(), kept = list.find((c) => c.id === b.dataset.id);
      const name = prompt(word("conversations.rename_ask"), kept?.name ?? "");
      if (!kept || !name?.trim()) return;
      kept.name = name.trim().slice(0, 80);
      if (current.id === kept.id) current.name = kept.name;
      keep(list); drawConversations();
    },
    delete: (b) => {
      if (!confirm(word("conversations.delete_ask"))) return;
      keep(conversations().filter((c) => c.id !== b.dataset.id));
      if (current.id === b.dataset.id) fresh(); else drawConversations();
    },
    example: (b) => ask(b.dataset.question),
    union: (b) => {
      const { article, answer } = turnOf(b), union = choices.unions.find((row) => row.title === b.dataset.union);
      if (union) choose({ union: union.id, agreement: "", document: null });
      forget(article, answer);
      ask(answer.question);
    },
    close: closeSource,
    mark: () => one("#source mark")?.scrollIntoView({ block: "center", behavior: still() ? "auto" : "smooth" }),
    only: (b) => { const documents = b.dataset.documents.split(" "); choose({ document: { id: documents[0], documents, title: b.dataset.title }, only: true }); closeSource(); question().focus(); },
    letter: (b) => { const letter = one(".letter", b.closest(".turn")); letter.hidden = !letter.hidden; b.setAttribute("aria-expanded", String(!letter.hidden)); if (!letter.hidden) one("textarea", letter).focus(); },
    "letter-copy": (b) => copied(b, one("textarea", b.closest(".letter")).value),
    "letter-mail": (b) => { location.href = `mailto:?subject=${encodeURIComponent(word("after.letter_subject"))}&body=${encodeURIComponent(one("textarea", b.closest(".letter")).value.slice(0, 1800))}`; },
    copy: async (b) => { const { answer } = turnOf(b); if (answer) copied(b, await written([answer], "txt")); },
    // behind the #, so that no server's log holds the question; nothing of the conversation is in it
    link: (b) => {
      const { answer } = turnOf(b), now = chosen(), held = agreementOf(now.agreement);
      const parts = { q: answer.question, union: now.union, agreement: now.only && held ? now.agreement : "", as_of: one("#as-of").value };
      const query = new URLSearchParams(Object.entries(parts).filter(([, value]) => value));
      copied(b, `${location.origin}${location.pathname}#${query}`);
    },
    markdown: async (b) => { turnOf(b); download("pincite.md", "text/markdown", await written(current.turns, "md")); },
    record: async (b) => {
      const { answer } = turnOf(b);
      const sent = await fetch(`${root}/record`, { method: "POST", body: JSON.stringify({ turns: [answer] }) });
      if (!sent.ok) return say(word("after.record_failed")), one(".thanks", b.closest(".turn")).textContent = word("after.record_failed");
      download("pincite-record.json", "application/json", JSON.stringify(await sent.json(), null, 1));
    },
    print: () => print(),
    widen: (b) => {
      const { article, answer } = turnOf(b);
      for (const box of all("[name=kind]")) box.checked = true;
      forget(article, answer); choose({ union: choices.unions.find((u) => u.id === chosen().union)?.own ? "" : chosen().union, agreement: "", document: null });
      ask(answer.question);
    },
    retry: (b) => { const { article, answer } = turnOf(b); forget(article, answer); ask(answer.question); },
    edit: (b) => {
      const { article, answer } = turnOf(b);
      const text = answer?.question ?? one(".question", article).textContent;
      if (answer && answer === current.turns.at(-1)) forget(article, answer); else if (!answer) article.remove();
      fill(question(), text); question().focus(); started();
    },
    good: (b) => judge(b, "good"),
    bad: (b) => judge(b, "bad"),
  };
  function forget(article, answer) {
    if (answer !== current.turns.at(-1)) return;
    current.turns.pop(); article.remove(); save(); sync();
  }
  function judge(button, which) {
    const { article } = turnOf(button);
    for (const thumb of all(".thumb", article)) thumb.setAttribute("aria-pressed", String(thumb === button));
    const form = one(".complaint", article);
    form.hidden = which !== "bad";
    if (which === "good") send(article, { verdict: "good" }); else one("input", form).focus();
  }
  async function send(article, feedback) {
    const { answer } = turnOf(article), thanks = one(".thanks", article);
    try {
      const sent = await fetch(`${root}/feedback`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...feedback, answer }) });
      thanks.textContent = word(sent.ok ? "after.thanks" : "after.failed");
      if (sent.ok) one(".complaint", article).hidden = true;
    } catch { thanks.textContent = word("after.failed"); }
  }

  // --- one listener for each kind of event; everything on the page may be drawn again at any time ---
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-do], .chip, [data-open], [data-language]");
    if (event.target === one("#source")) return closeSource();
    if (!target) return;
    if (target.matches(".chip, [data-open]")) return openSource(target);
    if (target.dataset.language) {
      event.preventDefault(); write("pincite.language", target.dataset.language);
      location.href = target.dataset.language === "en" ? `${root}/` : `${root}/${target.dataset.language}/`;
      return;
    }
    if (target.tagName === "A") event.preventDefault();
    actions[target.dataset.do]?.(target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".complaint")) return;
    event.preventDefault();
    const form = new FormData(event.target), article = event.target.closest(".turn"), id = article.id.replace(/^turn-/, "");
    send(article, { verdict: "bad", reason: form.get(`why-${id}`) ?? "other", words: form.get("words") ?? "" });
  });
  document.addEventListener("change", (event) => {
    const t = event.target;
    if (t.id === "union" || t.id === "union-now") choose({ union: t.value, agreement: "", document: null });
    else if (t.id === "agreement") choose({ agreement: t.value, document: null, only: true });
    else if (t.id === "only") { const now = chosen(); choose(now.document && !t.checked ? { only: false, document: null } : { only: t.checked }); }
    else if (t.id === "as-of" || t.name === "kind") sync();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#stop")) return;
    setTimeout(() => {
      const article = one("#live .turn[aria-busy=true]");
      if (!article) return;
      article.removeAttribute("aria-busy");
      const stage = one(".stage", article);
      if (stage) stage.textContent = word("stage.stopped");
      document.body.classList.remove("asking");
      say(word("stage.stopped"));
    }, 150);
  });
  for (const [over, out] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(over, (event) => { const chip = event.target.closest?.(".chip"); if (chip) showTip(chip); });
    document.addEventListener(out, (event) => { if (event.target.closest?.(".chip") && !event.relatedTarget?.closest?.("#tip")) hideTip(); });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!one("#tip")?.hidden) hideTip();
    else if (document.body.classList.contains("menu-open")) { menu(false); one(".bar .menu").focus(); }
  });
  addEventListener("scroll", () => { if (Math.abs(scrollY - Number(one("#tip")?.dataset.at)) > 30) hideTip(); }, { passive: true });

  // what is folded is printed too
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("#thread details:not([open], .save)"); for (const part of folded) part.open = true; });
  addEventListener("afterprint", () => { for (const part of folded) part.open = false; });

  // --- begin once Gradio has drawn the page ---
  async function begin() {
    const held = one("#words");
    words = JSON.parse(held.dataset.words); language = held.dataset.language;
    document.documentElement.lang = language;
    one("#source").addEventListener("close", () => { opener?.focus(); opener = null; });
    one("gradio-app main")?.setAttribute("role", "none");  // ours is the page's main part; this one holds only the question
    if (one("#leave")) {  // people who share this browser each have their own conversations
      try { KEPT += `.${(await (await fetch(`${root}/account`)).json()).name}`; } catch { /* signed out: nothing can be asked */ }
    }
    current = empty();
    new MutationObserver(lookAtLive).observe(one("#stream"), { childList: true, subtree: true });
    sync(); drawConversations();
    document.body.classList.add("ready");
    try { choices = await (await fetch(`${root}/agreements?lang=${language}`)).json(); } catch { /* the page works without */ }
    const link = new URLSearchParams(location.hash.slice(1)), asked = (link.get("q") ?? "").slice(0, 4000).trim();
    if (asked) {
      shared = { union: link.get("union") ?? "", agreement: link.get("agreement") ?? "", document: null, only: true };
      if (/^\d{4}-\d\d-\d\d$/.test(link.get("as_of") ?? "")) one("#as-of").value = link.get("as_of");
      history.replaceState(null, "", location.pathname);  // drawn again, it is not asked again
    }
    drawChoices(); sync();
    if (asked) ask(asked);
  }
  function wait() {
    if (one("#words") && one("#stream") && question() && one("#choices textarea, #choices input")) return begin();
    requestAnimationFrame(wait);
  }
  wait();
})();
