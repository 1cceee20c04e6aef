// The question which of two texts to keep, at the field itself.
export function askWhich(input, theirs, answer) {
  const place = input.closest(".signal, fieldset.dimension, li") || input.parentElement;
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
  return radio ? radio.nextElementSibling.textContent.trim() : "nothing chosen";
}
