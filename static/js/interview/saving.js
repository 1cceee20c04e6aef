// Saves what changes, one request at a time, and keeps it on the device until the server has it.
import { look, signIn } from "./again.js";
import { pause, said } from "./answers.js";
import { askWhich } from "./asking.js";
import { inputs, show, valueOf } from "./fields.js";
import { forget, keeping } from "./kept.js";

const OFFLINE = "No connection. Every word is kept on this device and sent when the network is back.";
const KEPT = "Every word is kept on this device; trying again.";
const FAILING = "The server has a problem.";
const STRANGE = "Something else answered in the server's place, such as the sign-in of a network.";
// A network that swallows requests is no network: the next try may fare better, and asking twice does no harm.
const PATIENCE = 15000;

export function saving(form, say) {
  const versions = JSON.parse(form.elements.versions.value);
  const kept = keeping(form.dataset.who, form.dataset.card);
  // name -> {value, version, sent}: the version is the one the words were written on, `sent` what was sent of them
  // without an answer: where the server has one of those, it has our own words.
  const dirty = {};
  const asking = new Set(); // fields with a question open are sent only once it is answered
  const refused = new Map(); // fields the server cannot take, with its sentence
  let stale = document.documentElement.dataset.copy; // a copy: what is new is asked for before anything is sent
  let flying = null;
  let timer = 0;
  let wait = 2000;
  let trouble = ""; // why the last try failed
  let notBefore = 0; // when the server wants to be asked again

  const pending = () => Object.keys(dirty).filter((name) => !asking.has(name) && !refused.has(name));

  function changed(name) {
    if (!name || name === "versions" || !inputs(form, name).length) return;
    const { version = versions[name] ?? 0, sent = [] } = dirty[name] ?? {};
    dirty[name] = { value: valueOf(form, name), version, sent };
    refused.delete(name);
    const held = kept.put(name, dirty[name]);
    if (trouble) say(trouble, true);
    else say(held ? "Saving …" : "Saving … This device keeps no copy: leave the page open.", !held);
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(1000, notBefore - Date.now()));
  }

  // True when the server has everything. What is typed while a request is on its way goes with the next.
  async function save() {
    clearTimeout(timer);
    if (flying) {
      await flying;
      return pending().length ? save() : !Object.keys(dirty).length;
    }
    const names = pending();
    if (!names.length && !stale) return !Object.keys(dirty).length;
    flying = send(names);
    const done = await flying;
    flying = null;
    if (!done) return false;
    return pending().length ? save() : !Object.keys(dirty).length;
  }

  async function send(names, again = false) {
    if (stale && !(await renew())) return false;
    const sent = leaving(names);
    if (!sent.length) return true;
    let answer, body;
    try {
      const changes = JSON.stringify({ changes: sent });
      answer = await fetch(form.dataset.save, { method: "POST", headers: headers(), body: changes, signal: AbortSignal.timeout(PATIENCE) });
      body = await said(answer);
    } catch {
      return later(offline());
    }
    // Signed out, or a token from before the last sign-in: the page itself tells which.
    if ((answer.status === 401 || answer.status === 403) && !again) return (await renew()) ? send(names, true) : false;
    if (answer.status >= 500) return later(`${body.reason || FAILING} ${KEPT}`, pause(answer));
    if (!answer.ok) return say(body.problem || "Not saved. Reload the page; every word is kept.", true), false;
    if (!body.versions) return later(`${STRANGE} ${KEPT}`);
    well();
    take(sent, body);
    return true;
  }

  function leaving(names) {
    return names.filter((name) => name in dirty).map((name) => {
      const { value, version, sent } = dirty[name];
      if (!sent.includes(value)) sent.push(value);
      kept.put(name, dirty[name]);
      return { name, value, version };
    });
  }

  function offline() {
    return stale ? copy("No connection") : OFFLINE;
  }

  function copy(why) {
    const at = new Date(stale).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    return `${why}: opened from the copy of ${at}. What you type is kept on this device.`;
  }

  function headers() {
    return { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  }

  // `asked` is how long the server wants to be left alone.
  function later(words, asked = 0) {
    say((trouble = words), true);
    notBefore = Date.now() + asked;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(wait, asked));
    wait = Math.min(wait * 2, 30000);
    return false;
  }

  function well() {
    wait = 2000;
    trouble = "";
    notBefore = 0;
  }

  function take(sent, body) {
    for (const { name, value } of sent) {
      if (!(name in body.versions)) continue;
      note(name, value, body.versions[name]);
      if (dirty[name].value === value) settle(name);
      else Object.assign(dirty[name], { version: versions[name], sent: [] });
    }
    for (const [name, sentence] of Object.entries(body.refused)) refused.set(name, sentence);
    for (const [name, other] of Object.entries(body.conflicts)) {
      if (dirty[name].sent.includes(other.value)) note(name, other.value, (dirty[name].version = other.version));
      else ask(name, other);
    }
    if (refused.size) say([...refused.values()][0], true);
    else if (asking.size) say("Written elsewhere too: choose which text to keep.", true);
    else say(pending().length ? "Saving …" : `Saved ${body.at}`);
  }

  // What the server has.
  function note(name, value, version) {
    versions[name] = version;
    form.elements.versions.value = JSON.stringify(versions);
    kept.saved.put(name, { value, version });
  }

  function settle(name) {
    delete dirty[name];
    kept.drop(name);
  }

  // `other` is what the server has, or (left) what a closed tab wrote on this device.
  function ask(name, other, left = null) {
    asking.add(name);
    askWhich(inputs(form, name)[0], other.value, (choice) => {
      if (choice === "theirs") show(form, name, other.value);
      else if (choice === "both") show(form, name, `${other.value}\n${valueOf(form, name)}`);
      asking.delete(name);
      if (!left) note(name, other.value, other.version);
      if (choice === "theirs" && !left) {
        settle(name);
        if (!pending().length) say("Saved");
        return;
      }
      if (dirty[name] && !left) dirty[name].version = other.version;
      changed(name);
      if (!left) return;
      // The closed tab may have been heard after all: its text is decided on already.
      dirty[name].sent.push(left.value, ...(left.sent || []));
      kept.put(name, dirty[name]);
      forget([left]);
    });
  }

  function takeOver(entries) {
    for (const left of entries) {
      const { name, value, version, sent = [] } = left;
      if (!inputs(form, name).length) continue;
      if (valueOf(form, name) !== value) {
        if (name in dirty) {
          ask(name, { value }, left);
          continue;
        }
        dirty[name] = { value, version, sent };
        kept.put(name, dirty[name]);
        show(form, name, value);
      }
      forget([left]);
    }
    if (pending().length) save();
  }

  // Look at the page again: a fresh token, what was written elsewhere, and whether it is still there and ours.
  async function renew() {
    let seen;
    try {
      seen = await look(form);
    } catch {
      return later(offline());
    }
    if (seen.failing) return later(stale ? copy("The server has a problem") : `${FAILING} ${KEPT}`, pause(seen.failing));
    if (seen.signedOut) {
      say("Signed out. Every word is kept on this device.", true);
      seen = await signIn(form);
      if (!seen) return false;
    }
    if (seen.elsewhere) return say("Somebody else is signed in in this browser now. Your words are on this page alone: copy what you need.", true), false;
    if (seen.closed) return location.reload(), false;
    form.elements.csrfmiddlewaretoken.value = seen.fresh.elements.csrfmiddlewaretoken.value;
    for (const [name, version] of Object.entries(JSON.parse(seen.fresh.elements.versions.value))) {
      if (name in dirty || asking.has(name) || versions[name] >= version) continue;
      note(name, valueOf(seen.fresh, name), version);
      show(form, name, valueOf(seen.fresh, name));
    }
    stale = null;
    well();
    if (!pending().length) say("Saved");
    return true;
  }

  function start() {
    if (stale) {
      for (const { name, value, version } of kept.saved.all()) {
        if (!inputs(form, name).length || versions[name] >= version) continue;
        versions[name] = version;
        show(form, name, value);
      }
      say(offline(), true);
    } else {
      kept.saved.clear();
      if (!Object.keys(versions).length) say("Saves as you type");
    }
    kept.takeOver(takeOver);
    if (stale) save();
    addEventListener("online", save);
    addEventListener("pagehide", () => {
      const names = pending();
      if (!names.length || stale) return;
      const body = JSON.stringify({ changes: leaving(names) });
      fetch(form.dataset.save, { method: "POST", keepalive: body.length < 60000, body, headers: headers() }).catch(() => {});
    });
  }

  return { start, changed, save, renew, headers, refused };
}
