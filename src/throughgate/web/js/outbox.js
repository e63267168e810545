// Keeps what was tapped where there is no signal: <form data-outbox="…/report/">, one button for each thing that can be told.
// On the phone stand a token, what the button says, when it was tapped, where to send it and which number to ring; never a
// name, never what was typed as words. It leaves the phone when the server has it, or, where it could not be handed in,
// when whoever tapped it says that they have told somebody. Without this file the form is sent like any other, with the
// time typed in.

const KEY = "throughgate-outbox";
const LONGEST = 36 * 3600 * 1000;
const AGAIN = 15000;
const PATIENCE = 20000;
const days = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

const form = document.querySelector("form[data-outbox]");
const line = document.querySelector("[data-outbox-status]");
// Where there is no signal the page does not know its journey: its address does.
const here = form?.dataset.outbox || location.pathname.replace(/sheet\/$/, "report/");
let sending = false;
let trouble = "";
let shown = "";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "[]").map(late);
  } catch {
    return [];
  }
}

// After so long nobody takes it any more, and nothing is forgotten without a word.
function late(one) {
  return one.refused || Date.now() - one.tapped < LONGEST ? one : { ...one, refused: "It could not be sent in time." };
}

function waiting() {
  return read().filter((one) => !one.refused);
}

function refuse(token, words) {
  write(read().map((one) => (one.token === token ? { ...one, refused: words } : one)));
}

function write(kept) {
  if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept));
  else localStorage.removeItem(KEY);
}

function drop(token) {
  write(read().filter((one) => one.token !== token));
}

function newToken() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function labelOf(kind) {
  return document.querySelector(`button[name=kind][value=${kind}]`)?.textContent.trim() || "Told";
}

function paragraph(text) {
  const row = document.createElement("p");
  row.textContent = text;
  return row;
}

function box(tone, ...rows) {
  const outer = document.createElement("div");
  outer.className = `tg-notification tg-notification--${tone}`;
  const words = document.createElement("div");
  words.className = "tg-notification__words";
  words.append(...rows);
  outer.append(words);
  return outer;
}

function whenOf(one) {
  const day = new Date(one.tapped).toDateString() === new Date().toDateString() ? "" : ` on ${days.format(one.tapped)}`;
  return `${one.label} at ${one.at || clock.format(one.tapped)}${day}`;
}

function refusedBox(one) {
  const whom = one.ring ? `Please ring ${one.ring} and tell them.` : "Please ring the number on your sheet, or the office, and tell them.";
  const told = document.createElement("button");
  told.type = "button";
  told.className = "govuk-button govuk-button--secondary";
  told.textContent = "I have told them";
  told.addEventListener("click", () => {
    drop(one.token);
    show();
  });
  return box("overdue", paragraph(`${whenOf(one)}: this could not be handed in. ${one.refused}`), paragraph(whom), told);
}

function show() {
  if (!line) return;
  const kept = read();
  const now = JSON.stringify([kept, trouble]);
  if (now === shown) return; // said once, and not again every fifteen seconds
  shown = now;
  line.replaceChildren(...kept.filter((one) => one.refused).map(refusedBox));
  const rows = kept.filter((one) => !one.refused).map((one) => paragraph(`${whenOf(one)}: kept on this phone, will be sent`));
  if (trouble && rows.length) {
    rows.push(paragraph(trouble));
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = location.href;
    link.textContent = "Sign in and send it";
    rows.push(link);
  }
  if (rows.length) line.append(box("due", ...rows, paragraph(STAYS)));
}

const STAYS = "It can only be sent while this page is open. Leave it open, or open it again once you have signal.";
const SIGN_IN = "You are no longer signed in.";

// What is sent says how long ago it was: the clock of a phone may be wrong, the time that has passed on it is not.
function bodyOf(one, words) {
  const body = new URLSearchParams({ kind: one.kind, token: one.token });
  if (one.at) body.set("at", one.at);
  else body.set("ago", Math.max(0, Math.round((Date.now() - one.tapped) / 1000)));
  if (words) body.set("words", words);
  return body;
}

// True once the server has it; false where it stays for later. What the server does not take is kept with why.
async function send(one, words) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const headers = { "X-Requested-With": "outbox", "X-CSRFToken": token };
  const answer = await fetch(one.to, { method: "POST", body: bodyOf(one, words), headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    trouble = SIGN_IN;
    return false;
  }
  if (answer.ok) drop(one.token);
  else if (answer.status === 422) refuse(one.token, (await answer.json()).words);
  else if (answer.status === 404) refuse(one.token, "This journey is not yours any more.");
  else if ([400, 405, 410].includes(answer.status)) refuse(one.token, "It is not taken like this.");
  return answer.ok;
}

async function flush(words = {}) {
  if (sending || !navigator.onLine || !waiting().length || !document.querySelector("[name=csrfmiddlewaretoken]")) return show();
  sending = true;
  trouble = "";
  let sent = false;
  try {
    for (const one of waiting()) sent = (await send(one, words[one.token])) || sent;
  } catch {
    // No signal: it stays, and is tried again.
  } finally {
    sending = false;
  }
  if (sent && !waiting().length) return location.replace(location.href);
  show();
}

function tapped(event) {
  const kind = event.submitter?.value;
  if (!kind) return;
  event.preventDefault();
  if (!here.endsWith("/report/")) return;
  if (waiting().some((one) => one.to === here && one.kind === kind)) return;
  const at = form.elements.at?.value || "";
  const one = { to: here, token: newToken(), kind, label: labelOf(kind), tapped: Date.now(), at, ring: form.dataset.ring || "" };
  write([...read(), one]);
  const said = form.elements.words?.value.trim();
  if (form.elements.at) form.elements.at.value = "";
  show();
  flush(said ? { [one.token]: said } : {});
}

// On the page for the hour without signal nothing can be sent: once the real one can be had, it is opened again.
async function back() {
  if (!form || form.querySelector("[name=csrfmiddlewaretoken]")) return flush();
  try {
    await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    location.reload();
  } catch {
    // Still no signal.
  }
}

if (form) {
  form.addEventListener("submit", tapped);
  const worker = form.dataset.worker;
  if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
}
window.addEventListener("online", back);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && back());
setInterval(back, AGAIN);
flush();
