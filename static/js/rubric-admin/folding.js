// Parts fold to one line each, so that a whole rubric can be looked over; one that has an error stays open.
import { partsOf } from "./order.js";

const FEW = 3;

export function folding(groups, sections) {
  for (const group of groups) {
    const all = partsOf(group);
    for (const part of all) {
      if (all.length > FEW) fold(part, !part.querySelector(".errorlist"));
    }
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-fold]");
      if (button) fold(button.closest("[data-part]"), button.getAttribute("aria-expanded") === "true");
    });
    const tools = document.createElement("span");
    tools.className = "part-tools";
    for (const [words, closed] of [["Open all", false], ["Fold all", true]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => partsOf(group).forEach((part) => fold(part, closed)));
      tools.append(button);
    }
    group.querySelector(".inline-heading").append(tools);
  }
  // Where a link or an error leads into a folded part, it opens.
  const open = () => {
    const part = document.getElementById(location.hash.slice(1))?.closest("[data-part]");
    if (part) fold(part, false);
  };
  addEventListener("hashchange", open);
  open();

  const label = () => {
    sections?.replaceChildren(...groups.map(link));
    for (const group of groups) for (const part of partsOf(group)) name(part);
  };
  label();
  return label;
}

function fold(part, closed) {
  part.querySelector("[data-part-body]").hidden = closed;
  part.querySelector("[data-fold]").setAttribute("aria-expanded", String(!closed));
}

function link(group) {
  const a = document.createElement("a");
  a.href = `#${group.id}`;
  a.textContent = `${group.querySelector(".inline-heading").firstChild.textContent.trim()} (${partsOf(group).length})`;
  return a;
}

// The line of a folded part follows what is typed.
function name(part) {
  const field = (ending) => part.querySelector(`[name$='-${ending}']`);
  const typed = (field("name") || field("assess"))?.value.trim() || field("text")?.value.trim();
  if (typed) part.querySelector(".inline_label").textContent = typed;
  const notes = [];
  if (field("kind")?.tagName === "SELECT") notes.push(field("kind").selectedOptions[0]?.textContent);
  if (field("weight")) notes.push(part.querySelector("[data-percent]")?.textContent);
  if (field("must_have")?.checked) notes.push("must-have");
  if (field("disqualifying")?.checked) notes.push("disqualifying");
  if (field("proposed")?.checked) notes.push("proposed");
  part.querySelector("[data-note]").textContent = notes.filter(Boolean).join(" · ");
}
