// Starts the GOV.UK Frontend components that are on the page, and five small things of our own. Every page works without this file.

const script = document.querySelector("script[data-govuk]");

async function startComponents(scope) {
  const govuk = await import(script.dataset.govuk);
  for (const component of [govuk.Button, govuk.Checkboxes, govuk.ErrorSummary, govuk.NotificationBanner, govuk.PasswordInput, govuk.Radios, govuk.SkipLink]) {
    govuk.createAll(component, undefined, { scope, onError: () => {} });
  }
}

// A menu made of <details> closes on Escape and on a click elsewhere.
function startMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
}

// <div data-reveal-when="happened" data-reveal-values="no,cancelled"> is shown while the field `happened` holds one of the values;
// with data-reveal-ticked also once something in it is ticked, so that nothing is sent unseen.
function startReveals(scope) {
  for (const part of scope.querySelectorAll("[data-reveal-when]")) {
    const form = part.closest("form");
    if (!form) continue;
    let ticked = false; // once somebody was ticked it stays, so that a tick taken off by mistake can be set again
    const update = () => {
      const chosen = new FormData(form).getAll(part.dataset.revealWhen);
      const wanted = part.dataset.revealValues.split(",").some((value) => chosen.includes(value.trim()));
      ticked ||= "revealTicked" in part.dataset && part.querySelector("input:checked") !== null;
      part.hidden = !wanted && !ticked;
    };
    form.addEventListener("change", update);
    update();
  }
}

// A filter form marked data-submit-on-change needs no button press; the button stays for everyone else.
function startFilters(scope) {
  for (const form of scope.querySelectorAll("form[data-submit-on-change]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
}

// On a phone the tabs of a person lie in one row: the one that is open is pushed into sight.
function showCurrentTab() {
  const list = document.querySelector(".tg-subnav .moj-sub-navigation__list");
  const tab = list?.querySelector("[aria-current]");
  if (tab) list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

// In a narrow window one question stands on a page, as on a phone: the server reads it with the next page. Where it could not
// know yet, a page that asks several is asked for once more, before anything is typed in it.
function tellWidth() {
  const narrow = matchMedia("(max-width: 600px)");
  const known = /(^|; )tg_narrow=[01]/.test(document.cookie);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const tell = () => { document.cookie = `tg_narrow=${narrow.matches ? 1 : 0}; path=/; SameSite=Lax${secure}`; };
  tell();
  narrow.addEventListener("change", tell);
  const again = !known && narrow.matches && /(^|; )tg_narrow=1/.test(document.cookie);
  if (again && document.querySelector("[data-asks-by=section]")) location.reload();
}

function start(scope) {
  startReveals(scope);
  startFilters(scope);
  startComponents(scope);
}

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
startMenus();
tellWidth();
showCurrentTab();
start(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
