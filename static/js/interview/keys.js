// 1 to 9 rate the dimension that has the focus, N is not assessed, Ctrl+Enter submits. Arrows are the radios' own.
export function keys(form, submit) {
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
      return;
    }
    // Enter in a line of evidence must not hand the card in.
    if (event.key === "Enter" && event.target.form === form && event.target.matches("input")) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const wanted = event.key.toLowerCase() === "n" ? "na" : event.key;
    const dimension = at.closest("fieldset.dimension") || form.querySelector("fieldset.dimension");
    const radio = [...dimension.querySelectorAll("input[type=radio]")].find((each) => each.value === wanted);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  });
}
