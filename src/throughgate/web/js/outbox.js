// Keeps what was tapped where there is no signal: <form data-outbox="…/report/">, one button for each thing that can be told.
// On the phone stand a token, what the button says, when it was tapped and where to send it; never a name, never what was typed as words.
// It leaves the phone when the server has it. Without this file the form is sent like any other, with the time typed in.

const KEY = "throughgate-outbox";
const LONGEST = 36 * 3600 * 1000;
const AGAIN = 15000;
const PATIENCE = 20000;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

const form = document.querySelector("form[data-outbox]");
const line = document.querySelector("[data-outbox-status]");
// Where there is no signal the page does not know its journey: its address does.
const here = form?.dataset.outbox || location.pathname.replace(/sheet\/$/, "report/");
let sending = false;
let trouble = "";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "[]").filter((one) => Date.now() - one.tapped < LONGEST);
  } catch {
    return [];
  }
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

function show() {
  if (!line) return;
  line.replaceChildren();
  const kept = read();
  if (!kept.length && !trouble) return;
  const box = document.createElement("div");
  box.className = "tg-notification tg-notification--due";
  const words = document.createElement("div");
  words.className = "tg-notification__words";
  for (const one of kept) {
    const row = document.createElement("p");
    row.textContent = `${one.label} at ${one.at || clock.format(one.tapped)}: kept on this phone, will be sent`;
    words.append(row);
  }
  if (trouble) {
    const row = document.createElement("p");
    row.textContent = trouble;
    words.append(row);
  }
  if (trouble === SIGN_IN) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = location.href;
    link.textContent = "Sign in and send it";
    words.append(link);
  }
  box.append(words);
  line.append(box);
}

const SIGN_IN = "You are no longer signed in.";

// What is sent says how long ago it was: the clock of a phone may be wrong, the time that has passed on it is not.
function bodyOf(one, words) {
  const body = new URLSearchParams({ kind: one.kind, token: one.token });
  if (one.at) body.set("at", one.at);
  else body.set("ago", Math.max(0, Math.round((Date.now() - one.tapped) / 1000)));
  if (words) body.set("words", words);
  return body;
}

// True once the server has it, or has said why it does not take it.
async function send(one, words) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const headers = { "X-Requested-With": "outbox", "X-CSRFToken": token };
  const answer = await fetch(one.to, { method: "POST", body: bodyOf(one, words), headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    trouble = SIGN_IN;
    return false;
  }
  if (answer.status === 422) trouble = `${one.label}: ${(await answer.json()).words}`;
  else if (answer.status === 404) trouble = `${one.label}: this journey is not yours any more. Please ring the office.`;
  else if (!answer.ok) return false;
  drop(one.token);
  return true;
}

async function flush(words = {}) {
  if (sending || !navigator.onLine || !read().length || !document.querySelector("[name=csrfmiddlewaretoken]")) return show();
  sending = true;
  trouble = "";
  let sent = false;
  try {
    for (const one of read()) {
      if (!(await send(one, words[one.token]))) break;
      sent = true;
    }
  } catch {
    // No signal: it stays, and is tried again.
  } finally {
    sending = false;
  }
  if (sent && !trouble && !read().length) return location.replace(location.href);
  show();
}

function tapped(event) {
  const kind = event.submitter?.value;
  if (!kind) return;
  event.preventDefault();
  if (!here.endsWith("/report/")) return;
  if (read().some((one) => one.to === here && one.kind === kind)) return;
  const at = form.elements.at?.value || "";
  const one = { to: here, token: newToken(), kind, label: labelOf(kind), tapped: Date.now(), at };
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
