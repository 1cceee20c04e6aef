// Behind every number of the page is what was said: links to it open it in place. Without this script it is all there.
const opened = (row) => row.classList.contains("open");

function mark(row) {
  for (const link of document.querySelectorAll(`.matrix a[href="#${row.id}"]`)) link.setAttribute("aria-expanded", String(opened(row)));
}

function close(row) {
  row.classList.remove("open");
  mark(row);
}

// Opens whatever hides the element: its row of the matrix, and the details around it or of its own.
function reveal(target) {
  const row = target.closest("tr.behind");
  if (row) {
    row.classList.add("open");
    mark(row);
  }
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function go(id) {
  const target = id && document.getElementById(id);
  if (!target) return;
  reveal(target);
  for (const each of document.querySelectorAll(".found")) each.classList.remove("found");
  const shown = target.matches("tr.behind") ? target.querySelector("h3") : target;
  target.classList.add("found");
  shown.tabIndex = -1;
  shown.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.matches("tr.behind, dt") ? "center" : "start" });
}

for (const row of document.querySelectorAll("tr.behind")) {
  mark(row);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: "Close" });
  button.addEventListener("click", () => {
    close(row);
    document.querySelector(`.matrix th a[href="#${row.id}"]`).focus();
  });
  row.querySelector("div").append(button);
}

addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = link.getAttribute("href").slice(1);
  const row = document.getElementById(id);
  if (!row || link.matches(".skip")) return;
  event.preventDefault();
  if (link.closest(".matrix") && row.matches("tr.behind") && opened(row)) {
    close(row);
    return;
  }
  history.pushState(null, "", `#${id}`);
  go(id);
});
addEventListener("popstate", () => go(location.hash.slice(1)));
go(location.hash.slice(1));
