// How far the card is, and what a submission would still lack, each with a way there. The server has the last word.
import { goTo } from "./fields.js";

export function progress(form, box) {
  const focus = [...form.querySelectorAll("fieldset[data-focus]")];
  const flags = [...form.querySelectorAll(".red_flag .signal")];
  const count = box.querySelector("[data-count]");
  const list = box.querySelector("[data-lacking]");
  const nameOf = (field) => field.querySelector("legend").firstChild.textContent.trim();

  function tell() {
    const unrated = focus.filter((each) => !each.querySelector("input:checked"));
    const lacking = unrated.map((each) => [each.id, nameOf(each)]);
    for (const each of flags) {
      const line = each.querySelector("[type=text]");
      const bare = each.querySelector("[type=checkbox]").checked && !line.value.trim();
      each.classList.toggle("bare", bare);
      if (bare) lacking.push([line.id, "A red flag's line of evidence"]);
    }
    if (!form.querySelector("[name=verdict]:checked")) lacking.push(["f-verdict", "Your own verdict"]);
    const words = Object.assign(document.createElement("span"), { className: "wide", textContent: `focus ${focus.length === 1 ? "dimension" : "dimensions"} ` });
    count.replaceChildren(`${focus.length - unrated.length} of ${focus.length} `, words, lacking.length ? `rated, ${lacking.length} to go` : "rated, ready to submit");
    list.replaceChildren(...lacking.map(([id, words]) => {
      const link = Object.assign(document.createElement("a"), { href: `#${id}`, textContent: words });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        box.open = false;
        goTo(id.slice(2));
      });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    box.classList.toggle("ready", !lacking.length);
  }

  box.hidden = false;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  addEventListener("click", (event) => {
    if (!box.contains(event.target)) box.open = false;
  });
  for (const event of ["input", "shown"]) form.addEventListener(event, tell);
  tell();
}
