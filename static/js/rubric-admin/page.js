// The rubric screen: parts fold and are reordered, weights are shown as shares while one types, and leaving
// with unsaved changes warns. Without these scripts the screen still saves.
import { folding } from "./folding.js";
import { orderTicks, reordering } from "./order.js";
import { weighing } from "./weights.js";

const form = document.getElementById("rubric_form");
if (form) {
  let changed = Boolean(document.querySelector(".errornote"));
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  form.append(live);

  const groups = [...form.querySelectorAll("[data-parts]")];
  const weigh = weighing(form);
  const label = folding(groups, document.querySelector("[data-sections]"));
  const touched = (words = "") => {
    changed = true;
    weigh();
    label();
    if (words) live.textContent = words;
  };
  const number = groups.map((group) => reordering(group, touched));
  orderTicks(form, touched);

  form.addEventListener("input", () => touched());
  form.addEventListener("change", () => touched());
  document.addEventListener("formset:added", (event) => {
    for (const one of number) one();
    orderTicks(event.target, touched);
    // A new dimension weighs as much as the one before it: a new rubric starts with equal weights.
    const weights = [...form.querySelectorAll("[data-part]:not(.empty-form) input[name$='-weight']")];
    const mine = event.target.querySelector("input[name$='-weight']");
    if (mine && weights.length > 1) mine.value = weights.at(-2).value || 1;
    touched();
  });
  document.addEventListener("formset:removed", () => touched());
  form.addEventListener("submit", () => {
    for (const one of number) one();
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
