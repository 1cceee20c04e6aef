// Small things on every page. Each works without the others, and the pages work without all of them.
const choice = document.querySelector("[data-theme-choice]");
if (choice) {
  choice.hidden = false;
  const now = localStorage.getItem("theme") || "system";
  for (const input of choice.querySelectorAll("input")) {
    input.checked = input.value === now;
    input.addEventListener("change", () => {
      localStorage.setItem("theme", input.value);
      window.applyTheme();
    });
  }
}

const menu = document.querySelector("details.menu");
if (menu) {
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Words kept on this device are their writer's: signing out takes them away, another person never sees them.
const person = document.body.dataset.person;
const forget = (ours) => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:") && !(ours && key.startsWith(`draft:${ours}:`))) localStorage.removeItem(key);
};
if (person) forget(person);
document.querySelector("[data-sign-out]")?.addEventListener("submit", () => forget(null));
// Copies of interview pages too, and already when nobody is signed in: their writer gets a new one by signing in.
window.caches?.keys().then((names) => {
  for (const name of names) if (name.startsWith("interviews:") && name !== `interviews:${person}`) caches.delete(name);
});

// A second click on a button that is on its way sends nothing.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("data-own-submit")) {
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  }
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
