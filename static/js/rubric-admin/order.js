// Order: of the parts (by drag and by buttons), and of what is ticked in a kit.
const UP = "up";

export const partsOf = (group) => [...group.querySelectorAll("[data-part]:not(.empty-form)")];

export function reordering(group, touched) {
  const number = () =>
    partsOf(group).forEach((part, place) => {
      const field = part.querySelector("input[name$='-position']");
      if (field) field.value = place + 1;
      for (const tools of part.querySelectorAll("[data-part-tools]")) tools.hidden = false;
    });
  const tell = (part) => {
    number();
    const all = partsOf(group);
    touched(`Moved to place ${all.indexOf(part) + 1} of ${all.length}.`);
  };
  number();

  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const part = button.closest("[data-part]");
    if (step(part, partsOf(group), button.dataset.move)) tell(part);
    button.focus();
  });

  // Pointer events: the same for mouse, pen and finger.
  let dragged = null;
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
    tell(dragged);
    dragged = null;
  });
  return number;
}

function step(one, all, direction) {
  const other = all[all.indexOf(one) + (direction === UP ? -1 : 1)];
  if (!other) return false;
  if (direction === UP) other.before(one);
  else other.after(one);
  return true;
}

// A list of ticks whose order counts: it is sent in the order in which it stands.
export function orderTicks(root, touched) {
  for (const list of root.querySelectorAll("div.ordered")) {
    if (list.dataset.ready || list.closest(".empty-form")) continue;
    list.dataset.ready = "1";
    for (const row of list.children) {
      const name = row.textContent.trim();
      const tools = document.createElement("span");
      tools.className = "part-tools";
      for (const [direction, arrow] of [[UP, "↑"], ["down", "↓"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = arrow;
        button.setAttribute("aria-label", `Move ${name} ${direction}`);
        button.addEventListener("click", () => {
          const ticked = [...list.children].filter((each) => each.querySelector("input").checked);
          if (step(row, ticked, direction)) touched(`${name}: moved ${direction}.`);
          button.focus();
        });
        tools.append(button);
      }
      row.append(tools);
    }
    const show = () => {
      for (const row of list.children) row.querySelector(".part-tools").hidden = !row.querySelector("input").checked;
    };
    list.addEventListener("change", (event) => {
      // What is ticked stands together, in the order of ticking.
      const row = event.target.closest("div.ordered > div");
      const others = [...list.children].filter((each) => each !== row && each.querySelector("input").checked);
      if (others.length) others.at(-1).after(row);
      else list.prepend(row);
      show();
      event.target.focus();
    });
    show();
  }
}
