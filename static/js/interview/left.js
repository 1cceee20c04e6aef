// The card is closed: words of this device that never reached it are shown, and go when their writer says so.
import { forget, leftOf } from "./kept.js";

const box = document.querySelector("[data-left]");
const left = leftOf(box.dataset.who, box.dataset.card).filter((each) => /^(evidence|sighting|summary)/.test(each.name) && each.value.trim());
if (left.length) {
  box.querySelector("[data-left-words]").replaceChildren(
    ...left.map((each) => Object.assign(document.createElement("blockquote"), { className: "pre", textContent: each.value })),
  );
  box.querySelector("button").addEventListener("click", () => {
    forget(leftOf(box.dataset.who, box.dataset.card));
    box.hidden = true;
  });
  box.hidden = false;
} else forget(leftOf(box.dataset.who, box.dataset.card));
