// Keeps what is typed: <form data-draft-url="…"> is posted there shortly after typing stops and whenever the page is left or hidden.
// The server answers 2xx when the draft is kept. Until it does, the words stay in the page and are tried again; nothing is cleared.

const QUIET = 800;
const TRY_AGAIN = [3000, 10000, 30000];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.kept = this.snapshot();
    this.failures = 0;
    this.sending = false;
    this.line = this.statusLine();
    form.addEventListener("input", () => this.later(QUIET));
    form.addEventListener("change", () => this.later(QUIET));
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("online", () => this.unsaved() && this.later(0));
    // Coming back to a page that was sent but stopped by an error or the back button: go on keeping it.
    window.addEventListener("pageshow", () => { this.stopped = false; });
  }

  statusLine() {
    const existing = this.form.querySelector("[data-draft-status]");
    if (existing) return existing;
    const line = document.createElement("p");
    line.className = "tg-draft";
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    this.form.append(line);
    return line;
  }

  body() {
    const data = new FormData(this.form);
    // Files are not drafts, and an empty file field would be posted as one.
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  snapshot() {
    const data = this.body();
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  unsaved() {
    return !this.stopped && this.snapshot() !== this.kept;
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async send() {
    if (!this.unsaved()) return;
    if (this.sending) return this.later(QUIET);
    this.sending = true;
    const sent = this.snapshot();
    try {
      const answer = await fetch(this.url, { method: "POST", body: this.body(), credentials: "same-origin", redirect: "error", headers: this.headers() });
      if (!answer.ok) throw new Error(String(answer.status));
      this.kept = sent;
      this.failures = 0;
      this.say(`Saved as draft at ${clock.format(new Date())}`, false);
    } catch {
      this.failed();
    } finally {
      this.sending = false;
    }
    if (!this.failures && this.unsaved()) this.later(QUIET);
  }

  failed() {
    const wait = TRY_AGAIN[Math.min(this.failures, TRY_AGAIN.length - 1)];
    this.failures += 1;
    this.say("The draft could not be saved just now. What you typed is kept in this page, and we will try again. Keep the page open.", true);
    this.later(wait);
  }

  leave() {
    if (!this.unsaved()) return;
    const sent = this.snapshot();
    const body = this.body();
    fetch(this.url, { method: "POST", body, credentials: "same-origin", keepalive: true, headers: this.headers() })
      .then((answer) => { if (answer.ok) this.kept = sent; })
      .catch(() => navigator.sendBeacon(this.url, body));
  }

  headers() {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]");
    return { "X-Requested-With": "draft", ...(token ? { "X-CSRFToken": token.value } : {}) };
  }

  say(text, trouble) {
    this.line.textContent = text;
    this.line.classList.toggle("tg-draft--trouble", trouble);
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
