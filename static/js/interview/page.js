// The interview page: what is typed is saved, progress is told, and the card is submitted once.
import { said } from "./answers.js";
import { clocks } from "./clocks.js";
import { dropCopy, keepCopy } from "./copies.js";
import { goTo, inputs } from "./fields.js";
import { keys } from "./keys.js";
import { progress } from "./progress.js";
import { saving } from "./saving.js";

const form = document.getElementById("card-form");
const state = form.querySelector("[data-state]");

// Shown always, spoken only when something is wrong and when it is well again: not at every key.
function say(text, waiting = false) {
  const spoken = form.querySelector("[data-spoken]");
  if (waiting || (spoken.textContent && text.startsWith("Saved"))) spoken.textContent = waiting ? text : "";
  state.textContent = text;
  state.classList.toggle("waiting", waiting);
}

const saver = saving(form, say);

function list(problems) {
  const box = document.getElementById("problems");
  for (const each of form.querySelectorAll(".lacking")) each.classList.remove("lacking");
  const items = problems.map(([name, sentence]) => {
    const link = Object.assign(document.createElement("a"), { href: `#f-${name}`, textContent: sentence });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(name);
    });
    inputs(form, name)[0]?.closest(".signal, fieldset.dimension")?.classList.add("lacking");
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
    if (await saver.save()) await handIn();
    else if (saver.refused.size) list([...saver.refused]);
    else {
      say(`Not submitted yet. ${state.textContent}`, true);
      form.querySelector(".conflict button")?.focus();
    }
  } catch {
    say("No connection. Every word is kept; submit again when the network is back.", true);
  } finally {
    submitting = false;
  }
}

async function handIn(again = false) {
  say("Submitting …");
  const headers = { ...saver.headers(), Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(form.action, { method: "POST", headers, body: "flushed=1", signal: AbortSignal.timeout(30000) });
  if ((answer.status === 401 || answer.status === 403) && !again) {
    if (await saver.renew()) await handIn(true);
    return;
  }
  const body = await said(answer);
  if (body.submitted) {
    await dropCopy(location.origin + form.dataset.page).catch(() => {});
    location.assign(form.dataset.page);
  } else if (body.missing?.length) {
    say("Not submitted yet: something is missing.", true);
    list(body.missing);
  } else if (answer.status < 500 && body.problem) say(body.problem, true);
  else say(`${body.reason || "The server has a problem."} Nothing is lost: submit again in a moment.`, true);
}

form.addEventListener("input", ({ target }) => {
  target.closest(".lacking")?.classList.remove("lacking");
  saver.changed(target.name);
});
// A ticked signal asks for its evidence at once.
form.addEventListener("change", ({ target }) => {
  if (!target.name?.startsWith("seen-") || !target.checked) return;
  const line = inputs(form, target.name.replace("seen-", "sighting-"))[0];
  if (!line.value) line.focus();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

progress(form, form.querySelector("[data-progress]"));
saver.start();
keys(form, submit);
clocks(form.dataset.card);
keepCopy(form.dataset.offline);
