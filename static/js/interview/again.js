// The page asked for again: is it still there, whose is it, and what is new on it? And signing in on top of it.
export async function look(form) {
  const answer = await fetch(form.dataset.page, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15000) });
  if (answer.status >= 500) return { failing: answer };
  if (answer.redirected) return { signedOut: true };
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("card-form");
  if (!answer.ok || (fresh && fresh.dataset.who !== form.dataset.who)) return { elsewhere: true };
  return fresh && "open" in fresh.dataset ? { fresh } : { closed: true };
}

// One dialog, however many ask. It ends with what `look` saw once somebody is signed in, or with null.
let open = null;
export function signIn(form) {
  open ??= new Promise((resolve) => {
    const dialog = document.getElementById("sign-in");
    const problem = dialog.querySelector("[data-sign-in-problem]");
    const inner = dialog.querySelector("form");
    const password = dialog.querySelector("[type=password]");
    const finish = (seen) => {
      inner.removeEventListener("submit", enter);
      removeEventListener("focus", check);
      open = null;
      password.value = problem.textContent = "";
      dialog.close();
      resolve(seen);
    };
    async function check() {
      const seen = await look(form).catch(() => null);
      if (!seen || seen.failing || seen.signedOut) return false;
      finish(seen);
      return true;
    }
    async function enter(event) {
      event.preventDefault();
      problem.textContent = "";
      try {
        const login = await fetch(form.dataset.login);
        const given = new DOMParser().parseFromString(await login.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
        const body = new URLSearchParams({ csrfmiddlewaretoken: given?.value || "", login: form.dataset.email, password: password.value });
        const answer = login.ok ? await fetch(form.dataset.login, { method: "POST", body }) : login;
        if (answer.status >= 500) {
          problem.textContent = "The server has a problem. Try again in a moment.";
          return;
        }
      } catch {
        problem.textContent = "No connection. Try again when the network is back.";
        return;
      }
      if (!(await check())) problem.textContent = "That did not work. Check the password, or sign in in a new tab and come back.";
    }
    inner.addEventListener("submit", enter);
    addEventListener("focus", check); // back from signing in in another tab
    dialog.addEventListener("cancel", () => finish(null), { once: true });
    dialog.showModal();
    password.focus();
  });
  return open;
}
