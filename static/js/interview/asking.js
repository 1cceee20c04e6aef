// The two questions the page may have to ask: which text to keep, and who is there.
export function askWhich(input, theirs, answer) {
  const place = input.closest("fieldset.dimension, .signal, li, fieldset") || input.parentElement;
  const isText = input.type !== "radio" && input.type !== "checkbox";
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "This was also written in another tab or device. There it says:";
  const quote = document.createElement("blockquote");
  quote.textContent = isText ? theirs || "(nothing)" : labelOf(input, theirs);
  box.append(words, quote);
  const choices = [["mine", "Keep what is on this page"], ["theirs", "Take the other"]];
  if (isText) choices.push(["both", "Keep both"]);
  for (const [choice, label] of choices) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: "btn btn-quiet" });
    button.addEventListener("click", () => {
      box.remove();
      input.focus();
      answer(choice);
    });
    box.append(button);
  }
  place.append(box);
}

function labelOf(input, value) {
  if (input.type === "checkbox") return value ? "ticked" : "not ticked";
  const radio = input.form.querySelector(`[name="${CSS.escape(input.name)}"][value="${CSS.escape(value)}"]`);
  return radio ? radio.parentElement.textContent.trim() : "nothing chosen";
}

let open = null;
export function signIn(form) {
  open ??= new Promise((resolve) => {
    const dialog = document.getElementById("sign-in");
    const problem = dialog.querySelector("[data-sign-in-problem]");
    const inner = dialog.querySelector("form");
    const finish = (done) => {
      inner.removeEventListener("submit", enter);
      open = null;
      dialog.close();
      resolve(done);
    };
    async function enter(event) {
      event.preventDefault();
      try {
        const login = await (await fetch(form.dataset.login)).text();
        const given = new DOMParser().parseFromString(login, "text/html").querySelector("[name=csrfmiddlewaretoken]");
        const body = new URLSearchParams({ csrfmiddlewaretoken: given?.value || "", login: form.dataset.email, password: dialog.querySelector("[type=password]").value });
        await fetch(form.dataset.login, { method: "POST", body });
        // Signing in changes the token: the page itself brings the fresh one, and shows who is there.
        const fresh = new DOMParser().parseFromString(await (await fetch(form.dataset.page)).text(), "text/html").getElementById("card-form");
        if (!fresh || fresh.dataset.who !== form.dataset.who) throw new Error();
        form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
        dialog.querySelector("[type=password]").value = "";
        finish(true);
      } catch {
        problem.textContent = "That did not work. Check the password and try again.";
      }
    }
    inner.addEventListener("submit", enter);
    dialog.addEventListener("cancel", () => finish(false), { once: true });
    dialog.showModal();
    dialog.querySelector("[type=password]").focus();
  });
  return open;
}
