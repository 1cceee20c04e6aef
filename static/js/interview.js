// Saves as one types, keeps every keystroke on this device until the server has it, and never overwrites
// what another tab or device wrote: it shows both and asks. The page works without this script.
const form = document.getElementById("sheet");
const state = form.querySelector("[data-save-state]");
const versions = JSON.parse(document.getElementById("versions").textContent);
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const store = `draft:${document.body.dataset.person}:${form.dataset.draft}`;
const WAIT = 1000;
let waiting = {};
let flying = null;
let timer = 0;
let pause = WAIT;

const read = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);
const fields = (name) => [...form.elements].filter((each) => each.name === name);
const value = (name) => {
  const [first, ...rest] = fields(name);
  if (!rest.length) return read(first);
  const chosen = [first, ...rest].find((each) => each.checked);
  return chosen ? chosen.value : "";
};
const write = (name, text) => {
  for (const field of fields(name)) {
    if (field.type === "radio") field.checked = field.value === text;
    else if (field.type === "checkbox") field.checked = text === "1";
    else field.value = text;
  }
};

const keep = () => {
  const all = { ...(flying || {}), ...waiting };
  if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify({ changes: all, seen: versions }));
  else localStorage.removeItem(store);
};

const say = (words, offline = false) => {
  state.textContent = words;
  state.classList.toggle("offline", offline);
};

const save = async () => {
  clearTimeout(timer);
  if (flying || !Object.keys(waiting).length) return;
  flying = waiting;
  waiting = {};
  const seen = Object.fromEntries(Object.keys(flying).map((name) => [name, versions[name] || 0]));
  try {
    const response = await fetch(form.dataset.draft, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ changes: flying, seen }),
      keepalive: true,
      redirect: "manual",
    });
    if (response.type === "opaqueredirect" || response.status === 403) throw new Error("signed out");
    const answer = await response.json();
    if (!response.ok) {
      say(answer.error, true);
      waiting = { ...flying, ...waiting };
      flying = null;
      keep();
      return;
    }
    Object.assign(versions, answer.saved);
    for (const [name, other] of Object.entries(answer.conflicts)) ask(name, flying[name], other);
    flying = null;
    pause = WAIT;
    keep();
    say(`Saved ${new Date().toLocaleTimeString([], { hour12: false })}`);
    if (Object.keys(waiting).length) later();
  } catch (error) {
    waiting = { ...flying, ...waiting };
    flying = null;
    keep();
    say(
      error.message === "signed out"
        ? "You are signed out. Your words are kept on this device: sign in in another tab and go on typing."
        : "No connection. Your words are kept on this device and sent when it is back.",
      true,
    );
    pause = Math.min(pause * 2, 15000);
    later();
  }
};

const later = () => {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
};

// Both texts are shown, and the person chooses.
const ask = (name, mine, other) => {
  versions[name] = other.version;
  const field = fields(name)[0];
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = `This was changed in another tab or device. There it says: “${other.text}”. Here it says: “${mine}”.`;
  const choose = (label, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = label;
    button.addEventListener("click", () => {
      write(name, text);
      waiting[name] = text;
      keep();
      box.remove();
      save();
    });
    return button;
  };
  box.append(words, choose("Keep mine", mine), " ", choose("Take the other", other.text));
  if (field.type === "textarea" || field.type === "text") box.append(" ", choose("Keep both", `${other.text}\n${mine}`));
  (field.closest("fieldset, li, div") || form).append(box);
};

// What an earlier visit could not send.
const left = JSON.parse(localStorage.getItem(store) || "null");
if (left) {
  for (const [name, text] of Object.entries(left.changes)) {
    if (!fields(name).length || value(name) === text) continue;
    write(name, text);
    waiting[name] = text;
    versions[name] = left.seen[name] || 0;
  }
  if (Object.keys(waiting).length) save();
}
say(left ? "Sending what was kept on this device" : "Saved as you type.");
form.querySelector("[data-save]").hidden = true;

form.addEventListener("input", (event) => {
  const name = event.target.name;
  if (!name || name === "versions" || name === "csrfmiddlewaretoken") return;
  if (name.startsWith("seen-") && event.target.checked) {
    const line = fields(name.replace("seen-", "sighting-"))[0];
    setTimeout(() => line.focus());
  }
  waiting[name] = value(name);
  keep();
  say("Not saved yet");
  pause = WAIT;
  later();
});
form.addEventListener("change", save);
addEventListener("online", save);
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => document.hidden && save());

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
  form.querySelector("[data-versions]").value = JSON.stringify(versions);
});

// Keys: digits rate the dimension that has the focus, N is not assessed, Ctrl+Enter submits.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=submit]"));
    return;
  }
  const dimension = event.target.closest("[data-dimension]");
  if (!dimension || event.target.matches("textarea, input[type=text]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = event.key.toLowerCase() === "n" ? "na" : event.key;
  const level = dimension.querySelector(`input[type=radio][value="${CSS.escape(wanted)}"]`);
  if (!level) return;
  event.preventDefault();
  level.checked = true;
  level.focus();
  level.dispatchEvent(new Event("input", { bubbles: true }));
  level.dispatchEvent(new Event("change", { bubbles: true }));
});

document.querySelector("[data-gaps]")?.focus();
if (document.querySelector(".judged") || !form) localStorage.removeItem(store);

// The exercise's timer and the interview's time left.
const timers = form.querySelector("[data-timer]");
if (timers) {
  timers.hidden = false;
  const button = timers.querySelector("[data-timer-button]");
  const shown = timers.querySelector("[data-timer-time]");
  let begun = 0;
  let ticking = 0;
  button.addEventListener("click", () => {
    if (ticking) {
      clearInterval(ticking);
      ticking = 0;
      button.textContent = "Start the timer again";
      return;
    }
    begun = Date.now();
    button.textContent = "Stop";
    ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }, 1000);
  });
}
const starts = document.querySelector("[data-starts]");
if (starts) {
  const tag = document.querySelector("[data-time-left]");
  const tick = () => {
    const from = new Date(starts.dateTime).getTime();
    const left = Math.ceil((from + starts.dataset.minutes * 60000 - Date.now()) / 60000);
    tag.hidden = Date.now() < from || left < 0;
    tag.textContent = `${left} minutes left`;
  };
  tick();
  setInterval(tick, 15000);
}
