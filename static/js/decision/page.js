// Asks for a reason only where the choice goes against the recommendation, and lets nobody lose their words.
// Without this script the reason can always be written, and the server says when it is missing.
const form = document.querySelector("form[data-decision]");
const against = form.dataset.against.split(" ");
const reason = form.querySelector(".override");
const said = Object.assign(document.createElement("p"), { className: "notice warning" });
said.textContent = "This goes against the recommendation. Say why; it stands on the record beside the decision.";
said.setAttribute("role", "status");
reason.before(said);

function ask() {
  const chosen = form.querySelector("[name=outcome]:checked")?.value;
  const needed = against.includes(chosen);
  // What is written is never hidden.
  reason.hidden = !needed && !reason.querySelector("textarea").value;
  said.hidden = !needed;
}
form.addEventListener("change", ask);
ask();

let sending = false;
form.addEventListener("submit", () => (sending = true));
addEventListener("beforeunload", (event) => {
  const words = [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  if (words && !sending) event.preventDefault();
});
