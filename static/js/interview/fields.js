// The fields of the card as texts, as they are saved: a radio's value, "1" for a ticked box.
export const inputs = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

export function valueOf(form, name) {
  const found = inputs(form, name);
  if (found[0].type === "radio") return found.find((each) => each.checked)?.value || "";
  if (found[0].type === "checkbox") return found[0].checked ? "1" : "";
  return found[0].value;
}

export function show(form, name, value) {
  for (const input of inputs(form, name)) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
    else input.value = value;
  }
  form.dispatchEvent(new Event("shown"));
}

// The place of a field on the page, opened where it is folded away.
export function goTo(name) {
  const target = document.getElementById(`f-${name}`);
  target.closest("details")?.setAttribute("open", "");
  const field = target.matches("fieldset") ? target.querySelector("input:checked") || target.querySelector("input") : target;
  if (field.checkVisibility?.() === false) target.closest(".signal")?.querySelector("input[type=checkbox]").focus();
  else field.focus();
  (target.closest("fieldset") || target).scrollIntoView({ block: "nearest" });
}
