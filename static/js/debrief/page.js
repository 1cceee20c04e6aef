// The meeting on several screens: what others change shows within two seconds, and nothing typed here is lost.
// Without this script every form works by loading the page anew.
const EVERY = 1000;
const AFTER_TROUBLE = 4000;
const says = document.querySelector("[data-says]");
const root = () => document.getElementById("live");
const forms = () => [...document.querySelectorAll("form[data-typed]")];
const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function say(words, trouble = false) {
  says.textContent = words;
  says.classList.toggle("trouble", trouble);
}

function typed(form) {
  return [...form.elements].some((field) => (field.options ? [...field.options].some((each) => each.selected !== each.defaultSelected) : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue));
}

// Puts the parts of a newer page in place; forms are no parts, so that half-written words stay.
function renew(fresh) {
  let changed = false;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = document.getElementById(part.id);
    if (!old || old.outerHTML === part.outerHTML) continue;
    if (part.id === "notes-shown") follow(part);
    part.classList.add("fresh");
    old.replaceWith(part);
    changed = true;
  }
  order(fresh.getElementById("live"));
  root().dataset.stamp = fresh.getElementById("live").dataset.stamp;
  return changed;
}

// An untouched notes field takes over what somebody else wrote; a touched one will be asked when it is saved.
function follow(part) {
  const form = document.getElementById("notes")?.form;
  if (!form || typed(form)) return;
  const text = part.querySelector(".pre")?.textContent || "";
  form.elements.notes.value = form.elements.notes.defaultValue = text;
  form.elements.version.value = part.dataset.version;
}

// The agenda follows what is said, but never moves a topic under somebody's hands.
function order(live) {
  const first = live.dataset.first.split(" ").filter(Boolean);
  const rest = live.dataset.rest.split(" ").filter(Boolean);
  document.querySelector("[data-nothing]").hidden = first.length > 0;
  if (document.activeElement.closest("form[data-typed]") || forms().some(typed)) return;
  for (const [keys, place] of [[first, "first"], [rest, "rest"]]) {
    const box = document.getElementById(place);
    const topics = keys.map((key) => document.getElementById(`topic-${key}`));
    if ([...box.children].every((each, at) => each === topics[at]) && box.children.length === topics.length) continue;
    for (const topic of topics) {
      if (place === "first" && topic.parentElement !== box) topic.open = true;
      box.append(topic);
    }
  }
}

// What was asked before something was sent from here is older than the answer to that.
let sent = 0;

async function look() {
  const { live, stamp, open } = root().dataset;
  const before = sent;
  const response = await fetch(`${live}?stamp=${encodeURIComponent(stamp)}`, { redirect: "manual" });
  if (response.status === 204 || before !== sent) return "";
  if (response.type === "opaqueredirect") return "You are signed out. What you typed is still here: sign in again in another tab, then go on.";
  if (response.status === 404) return gone();
  if (!response.ok) throw new Error(response.status);
  const fresh = parse(await response.text());
  if (before !== sent) return "";
  if (open === "0" || fresh.getElementById("live").dataset.open !== open) return gone();
  if (renew(fresh)) say(`${fresh.querySelector("[data-latest]")?.textContent || "Something changed."} ${clock()}`);
  return "";
}

// Opened meanwhile, or no longer to be seen: the page itself knows what to show.
function gone() {
  const early = document.getElementById("early_reason");
  if (!forms().some(typed) && !early?.value) location.reload();
  return "This page has changed. Copy what you typed, then load it again.";
}

async function watch() {
  let next = EVERY;
  if (!document.hidden) {
    try {
      const trouble = await look();
      if (trouble) say(trouble, true);
      else if (says.classList.contains("trouble")) say(`Up to date again, ${clock()}`);
    } catch {
      say(`No answer since ${clock()}. What you see may be old; what you type stays here.`, true);
      next = AFTER_TROUBLE;
    }
  }
  setTimeout(watch, next);
}

// Sends a form without leaving the page, so that what is half-written elsewhere stays.
async function send(form) {
  const problem = form.querySelector("[data-problem]");
  const show = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
  };
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  sent += 1;
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const fresh = parse(await response.text());
    const same = document.getElementById("notes") === form.elements.notes ? fresh.getElementById("notes")?.form : null;
    if (!fresh.getElementById("live")) show("You are signed out, or the form is too old. Your words are still here: sign in again in another tab, then send it again.");
    else if (!response.ok) {
      show(fresh.querySelector("form [data-problem]:not([hidden])")?.textContent || fresh.querySelector(".notice.error")?.textContent || "That was not accepted.");
      if (same) form.elements.version.value = same.elements.version.value;
      renew(fresh);
    } else {
      show("");
      for (const field of form.elements) if ("defaultValue" in field) field.defaultValue = field.value;
      for (const option of form.querySelectorAll("option")) option.defaultSelected = option.selected;
      if (form.elements.reason) form.elements.reason.value = form.elements.reason.defaultValue = "";
      if (same) form.elements.version.value = same.elements.version.value;
      form.closest("details").open = false;
      renew(fresh);
      say(`${fresh.querySelector(".messages")?.textContent.trim() || "Saved."} ${clock()}`);
    }
  } catch {
    show("No answer from the server. Your words are still here: send them again in a moment.");
  } finally {
    sent += 1;
    button.disabled = false;
  }
}

addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-typed]")) return;
  event.preventDefault();
  send(event.target);
});
addEventListener("beforeunload", (event) => {
  if (forms().some(typed)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => !document.hidden && look().catch(() => {}));
setTimeout(watch, EVERY);
