// The interview page: saves what changes, keeps it on the device until the server has it, and submits.
import { forget, keeping } from "./kept.js";
import { keys } from "./keys.js";
import { clocks } from "./clocks.js";
import { askWhich, signIn } from "./asking.js";

const form = document.getElementById("card-form");
const state = form.querySelector("[data-state]");
const versions = JSON.parse(form.elements.versions.value);
const kept = keeping(form.dataset.who, form.dataset.card);
const dirty = kept.read(); // name -> {value, version}: the version is the one the words were written on
const asking = new Set(); // fields with a question open are sent only once it is answered
const refusedFields = new Map();
let flying = null;
let timer = 0;
let wait = 2000;

const inputs = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

function valueOf(name) {
  const found = inputs(name);
  if (found[0].type === "radio") return found.find((each) => each.checked)?.value || "";
  if (found[0].type === "checkbox") return found[0].checked ? "1" : "";
  return found[0].value;
}

function show(name, value) {
  for (const input of inputs(name)) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
    else input.value = value;
  }
}

function say(text, waiting = false) {
  state.textContent = text;
  state.classList.toggle("waiting", waiting);
}

function token() {
  return form.elements.csrfmiddlewaretoken.value;
}

function changed(name) {
  if (!name || name === "versions" || !inputs(name).length) return;
  dirty[name] = { value: valueOf(name), version: dirty[name]?.version ?? versions[name] ?? 0 };
  refusedFields.delete(name);
  const held = kept.write(dirty);
  say(held ? "Saving …" : "Saving … This device keeps no copy: leave the page open.", !held);
  clearTimeout(timer);
  timer = setTimeout(save, 1000);
}

function pending() {
  return Object.keys(dirty).filter((name) => !asking.has(name) && !refusedFields.has(name));
}

// One request at a time: what is typed meanwhile goes with the next.
async function save() {
  clearTimeout(timer);
  if (flying) {
    await flying;
    return pending().length ? save() : true;
  }
  const names = pending();
  if (!names.length) return !Object.keys(dirty).length;
  flying = send(names);
  const done = await flying;
  flying = null;
  if (!done) return false;
  return pending().length ? save() : !Object.keys(dirty).length;
}

async function send(names) {
  const sent = names.map((name) => ({ name, ...dirty[name] }));
  let answer, body;
  try {
    answer = await fetch(form.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ changes: sent }),
    });
    body = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
  } catch {
    return later("No connection. Every word is kept on this device and sent when the network is back.");
  }
  if (answer.status === 401 || answer.status === 403) {
    say("Signed out. Every word is kept on this device.", true);
    return (await signIn(form)) ? send(names) : false;
  }
  if (!answer.ok) {
    if (answer.status < 500) return say(body.problem || "Not saved. Reload the page; every word is kept.", true), false;
    return later("The server has a problem. Every word is kept on this device; trying again.");
  }
  wait = 2000;
  take(sent, body);
  return true;
}

function later(words) {
  say(words, true);
  timer = setTimeout(save, wait);
  wait = Math.min(wait * 2, 30000);
  return false;
}

function take(sent, body) {
  for (const { name, value } of sent) {
    if (name in body.versions) {
      versions[name] = body.versions[name];
      if (dirty[name].value === value) delete dirty[name];
      else dirty[name].version = versions[name];
    }
  }
  form.elements.versions.value = JSON.stringify(versions);
  for (const [name, sentence] of Object.entries(body.refused)) refusedFields.set(name, sentence);
  for (const [name, other] of Object.entries(body.conflicts)) ask(name, other);
  kept.write(dirty);
  if (refusedFields.size) say([...refusedFields.values()][0], true);
  else if (asking.size) say("Written elsewhere too: choose which text to keep.", true);
  else say(`Saved ${body.at}`);
}

function ask(name, other) {
  asking.add(name);
  askWhich(inputs(name)[0], other.value, (choice) => {
    if (choice === "theirs") show(name, other.value);
    else if (choice === "both") show(name, `${other.value}\n${valueOf(name)}`);
    asking.delete(name);
    versions[name] = other.version;
    if (choice === "theirs") {
      delete dirty[name];
      kept.write(dirty);
      if (!pending().length) say("Saved");
    } else {
      dirty[name] = { value: valueOf(name), version: other.version };
      changed(name);
    }
  });
}

function list(problems) {
  const box = document.getElementById("problems");
  const items = problems.map(([name, sentence]) => {
    const link = Object.assign(document.createElement("a"), { href: `#f-${name}`, textContent: sentence });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = document.getElementById(`f-${name}`);
      target.closest("details")?.setAttribute("open", "");
      const field = target.matches("fieldset") ? target.querySelector("input") : target;
      field.focus();
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  box.querySelector("[data-problems]").replaceChildren(...items);
  box.hidden = !problems.length;
  if (problems.length) box.focus();
}

let submitting = false;
async function submit() {
  if (submitting) return;
  submitting = true;
  try {
    if (!(await save())) {
      if (refusedFields.size) list([...refusedFields]);
      return;
    }
    say("Submitting …");
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
      body: "flushed=1",
    });
    if (answer.status === 401 || answer.status === 403) {
      if (await signIn(form)) setTimeout(submit);
      return;
    }
    const body = answer.headers.get("Content-Type").includes("json") ? await answer.json() : {};
    if (body.submitted) {
      forget(`:${form.dataset.card}`);
      location.assign(form.dataset.page);
    } else if (body.missing?.length) {
      say("Not submitted yet: something is missing.", true);
      list(body.missing);
    } else say(body.problem || "The server has a problem. Nothing is lost: submit again in a moment.", true);
  } catch {
    say("No connection. Every word is kept; submit again when the network is back.", true);
  } finally {
    submitting = false;
  }
}

form.addEventListener("input", (event) => changed(event.target.name));
// A ticked signal asks for its evidence at once.
form.addEventListener("change", ({ target }) => {
  if (!target.name?.startsWith("seen-") || !target.checked) return;
  const line = inputs(target.name.replace("seen-", "sighting-"))[0];
  if (!line.value) line.focus();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
addEventListener("online", save);
addEventListener("pagehide", () => {
  const names = pending();
  if (!names.length) return;
  const body = JSON.stringify({ changes: names.map((name) => ({ name, ...dirty[name] })) });
  fetch(form.dataset.save, {
    method: "POST", keepalive: body.length < 60000, body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  }).catch(() => {});
});
for (const each of document.querySelectorAll("[data-sign-out]")) each.addEventListener("submit", () => forget());

for (const [name, each] of Object.entries(dirty)) if (inputs(name).length) show(name, each.value);
if (Object.keys(dirty).length) save();
else say(Object.keys(versions).length ? "Saved" : "Saves as you type");
keys(form, submit);
clocks();
