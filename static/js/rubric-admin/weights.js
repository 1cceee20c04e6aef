// Weights as shares, while one types.
import { partsOf } from "./order.js";

const COLOURS = ["#2f5d50", "#7a4b1f", "#3b4f81", "#7b2d4a", "#4d6a1f", "#5b3d80", "#1f6473", "#80522d", "#46525e", "#8a3b2e", "#39703f", "#6a4f6e"];
const SVG = "http://www.w3.org/2000/svg";

export function weighing(form) {
  const board = document.querySelector("[data-weights]");
  const weigh = () => {
    const rows = partsOf(form)
      .map((part) => ({ weight: part.querySelector("input[name$='-weight']"), gone: part.querySelector("input[name$='-DELETE']") }))
      .filter((row) => row.weight && !row.gone?.checked);
    const values = rows.map((row) => Math.max(0, Number.parseInt(row.weight.value, 10) || 0));
    const sum = values.reduce((a, b) => a + b, 0);
    board.hidden = !rows.length;
    const svg = make("svg", { role: "img", "aria-label": "Shares of the weights" });
    let from = 0;
    rows.forEach((row, place) => {
      const share = sum ? (100 * values[place]) / sum : 0;
      percentOf(row.weight).textContent = `${share.toFixed(1)}%`;
      svg.append(make("rect", { x: `${from}%`, width: `${share}%`, height: 26, fill: COLOURS[place % COLOURS.length], stroke: "#fff" }));
      if (share > 7) svg.append(make("text", { x: `${from + 1}%`, y: 17 }, `${share.toFixed(0)}%`));
      from += share;
    });
    board.querySelector("[data-weight-bar]").replaceChildren(svg);
    board.querySelector("[data-weight-sum]").textContent = sum === 100 ? "The weights add up to 100." : `The weights add up to ${sum}, not 100: they are used as ratios.`;
  };
  weigh();
  return weigh;
}

function percentOf(weight) {
  let percent = weight.parentElement.querySelector("[data-percent]");
  if (!percent) {
    percent = document.createElement("span");
    percent.dataset.percent = "";
    weight.after(percent);
  }
  return percent;
}

function make(name, attributes, words = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = words;
  return made;
}
