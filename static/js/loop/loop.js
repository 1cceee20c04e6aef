// After a change the plan is replaced: a problem takes the focus, so that it is read first.
document.addEventListener("htmx:afterSwap", (event) => {
  const problem = event.target.querySelector("[role=alert]");
  if (problem) {
    problem.tabIndex = -1;
    problem.focus();
  }
});
// Nothing typed is lost when the server or the network fails: the form stays, and this says so.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, () => {
    const plan = document.getElementById("plan");
    plan.querySelector("[data-failed]")?.remove();
    const line = document.createElement("p");
    line.className = "notice error";
    line.dataset.failed = "";
    line.setAttribute("role", "alert");
    line.textContent = "That did not reach the server. Nothing was changed; try again.";
    plan.prepend(line);
    for (const form of plan.querySelectorAll("form")) delete form.dataset.sent;
  });
}
