// 1 to 9 rate the dimension that has the focus, N is not assessed, Ctrl+Enter submits. Arrows are the radios' own.
// Where nothing has the focus, the next focus dimension without a rating is meant.
export function keys(form, submit) {
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
      return;
    }
    const at = event.target;
    // Enter in a line of evidence must not hand the card in.
    if (event.key === "Enter" && at.form === form && at.matches("input")) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const dimension = at.closest("fieldset.dimension") || (at.matches("body, main") && next(form));
    const wanted = event.key.toLowerCase() === "n" ? "na" : event.key;
    const radio = dimension && [...dimension.querySelectorAll("input[type=radio]")].find((each) => each.value === wanted);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  });
}

function next(form) {
  return [...form.querySelectorAll("fieldset[data-focus]")].find((each) => !each.querySelector("input:checked"));
}
