// The rubric screen: parts are reordered by drag and by buttons, weights are shown as shares while one types,
// and leaving with unsaved changes warns. Without this script the screen still saves.
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("rubric_form");
  if (!form) return;
  const colours = ["#2f5d50", "#7a4b1f", "#3b4f81", "#7b2d4a", "#4d6a1f", "#5b3d80", "#1f6473", "#80522d", "#46525e", "#8a3b2e", "#39703f", "#6a4f6e"];
  const parts = (group) => [...group.querySelectorAll("[data-part]:not(.empty-form)")];
  let changed = Boolean(document.querySelector(".errornote"));

  const number = (group) => {
    parts(group).forEach((part, place) => {
      const field = part.querySelector("input[name$='-position']");
      if (field) field.value = place + 1;
    });
  };

  const tell = (group, part) => {
    number(group);
    changed = true;
    weigh();
    const place = parts(group).indexOf(part) + 1;
    live.textContent = `Moved to place ${place} of ${parts(group).length}.`;
  };

  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  form.append(live);

  for (const group of form.querySelectorAll("[data-parts]")) {
    for (const tools of group.querySelectorAll("[data-part-tools]")) tools.hidden = false;
    let dragged = null;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const part = button.closest("[data-part]");
      const all = parts(group);
      const other = all[all.indexOf(part) + (button.dataset.move === "up" ? -1 : 1)];
      if (!other) return;
      if (button.dataset.move === "up") other.before(part);
      else other.after(part);
      tell(group, part);
      button.focus();
    });
    // Pointer events: the same for mouse, pen and finger.
    group.addEventListener("pointerdown", (event) => {
      if (!event.target.matches(".part-handle")) return;
      event.preventDefault();
      dragged = event.target.closest("[data-part]");
      dragged.classList.add("dragged");
    });
    addEventListener("pointermove", (event) => {
      const under = dragged && document.elementFromPoint(event.clientX, event.clientY);
      const over = under && under.closest("[data-part]");
      if (!over || over === dragged || over.matches(".empty-form") || !group.contains(over)) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(dragged);
      else over.after(dragged);
    });
    addEventListener("pointerup", () => {
      if (!dragged) return;
      dragged.classList.remove("dragged");
      tell(group, dragged);
      dragged = null;
    });
  }

  const board = document.querySelector("[data-weights]");
  const weigh = () => {
    const rows = parts(form)
      .map((part) => ({ part, weight: part.querySelector("input[name$='-weight']"), name: part.querySelector("input[name$='-name']"), gone: part.querySelector("input[name$='-DELETE']") }))
      .filter((row) => row.weight && !(row.gone && row.gone.checked));
    const values = rows.map((row) => Math.max(0, Number.parseInt(row.weight.value, 10) || 0));
    const sum = values.reduce((a, b) => a + b, 0);
    board.hidden = !rows.length;
    let from = 0;
    const bars = rows.map((row, place) => {
      const share = sum ? (100 * values[place]) / sum : 0;
      let percent = row.weight.parentElement.querySelector("[data-percent]");
      if (!percent) {
        percent = document.createElement("span");
        percent.dataset.percent = "";
        row.weight.after(percent);
      }
      percent.textContent = `${share.toFixed(1)}%`;
      const bar = `<rect x="${from}%" width="${share}%" height="26" fill="${colours[place % colours.length]}" stroke="#fff"/>` + (share > 7 ? `<text x="${from + 1}%" y="17">${share.toFixed(0)}%</text>` : "");
      from += share;
      return bar;
    });
    board.querySelector("[data-weight-bar]").innerHTML = `<svg role="img" aria-label="Shares of the weights">${bars.join("")}</svg>`;
    board.querySelector("[data-weight-sum]").textContent = sum === 100 ? "The weights add up to 100." : `The weights add up to ${sum}, not 100: they are used as ratios.`;
  };
  weigh();
  form.addEventListener("input", () => {
    changed = true;
    weigh();
  });
  form.addEventListener("change", weigh);
  document.addEventListener("formset:added", (event) => {
    for (const tools of event.target.querySelectorAll("[data-part-tools]")) tools.hidden = false;
    const group = event.target.closest("[data-parts]");
    if (group) number(group);
    // A new rubric starts with equal weights: a new dimension weighs as much as the one before it.
    const weights = [...form.querySelectorAll("[data-part]:not(.empty-form) input[name$='-weight']")];
    const mine = event.target.querySelector("input[name$='-weight']");
    if (mine && weights.length > 1) mine.value = weights.at(-2).value || 1;
    weigh();
  });
  form.addEventListener("submit", () => {
    for (const group of form.querySelectorAll("[data-parts]")) number(group);
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
});
