// What if the weights were others? Sliders apply the rule anew, here on the page; nothing is saved.
import { order, recommend, shown } from "./rule.js";

const WORDS = { strong_no: "strong no", no: "no", yes: "yes", strong_yes: "strong yes", not_enough_evidence: "not enough evidence" };
const { rubric, people } = JSON.parse(document.getElementById("compare-data").textContent);
const panel = document.querySelector("[data-what-if]");
const sliders = [...panel.querySelectorAll("input[type=range]")];
const says = panel.querySelector("[data-says]");
const weights = () => sliders.map((slider) => Number(slider.value));
const judge = (given) => people.map((person) => ({ name: person.name, ...recommend(rubric, given, person) }));
// Equal scores keep the order of the page, so that nothing moves without a reason.
const ranked = (found) => found.map((each, place) => ({ ...each, place })).sort((a, b) => order(b.score, a.score) || a.place - b.place);
// The place of each; who is level shares one.
const places = (found) => found.map((each) => 1 + found.filter((other) => order(other.score, each.score) > 0).length);
const before = judge(rubric.weights);
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const say = (each) => `${each.name} ${each.score ? shown(rubric, each.score) : "unrated"}, ${WORDS[each.outcome]}`;

function tell(cell, words, was) {
  cell.textContent = words;
  cell.classList.toggle("changed", Boolean(was));
  if (was) cell.append(" ", Object.assign(document.createElement("span"), { className: "tag warn", textContent: was }));
}

function update() {
  const given = weights();
  const total = given.reduce((sum, weight) => sum + weight, 0);
  sliders.forEach((slider, place) => {
    const share = `${Math.round((1000 * given[place]) / total) / 10}%`;
    slider.closest("li").querySelector("[data-share]").textContent = share;
    slider.setAttribute("aria-valuetext", share);
  });
  const now = judge(given);
  const moved = given.some((weight, place) => weight !== rubric.weights[place]);
  const was = places(before);
  const is = places(now);
  const rows = panel.querySelectorAll("[data-result]");
  now.forEach((each, at) => {
    const [, place, score, outcome] = rows[at].children;
    tell(place, String(is[at]), is[at] === was[at] ? "" : `was ${was[at]}`);
    tell(score, each.score ? shown(rubric, each.score) : "–", "");
    tell(outcome, capital(WORDS[each.outcome]), each.outcome === before[at].outcome ? "" : `was ${WORDS[before[at].outcome]}`);
  });
  const turned = is.some((place, at) => place !== was[at]);
  const bands = now.filter((each, place) => each.outcome !== before[place].outcome).length;
  if (!moved) says.textContent = "These are the rubric's own weights. Move one to see what would change; nothing is saved.";
  else {
    const what = [turned ? "The order changes" : "The order stays", bands ? `${bands} recommendation${bands > 1 ? "s" : ""} change${bands > 1 ? "" : "s"}` : "every recommendation stays"];
    says.textContent = `${what.join(", ")}: ${ranked(now).map(say).join("; ")}.`;
  }
  says.classList.toggle("changed", moved && (turned || bands > 0));
}

panel.hidden = false;
for (const slider of sliders) slider.addEventListener("input", update);
panel.querySelector("[data-equal]").addEventListener("click", () => {
  for (const slider of sliders) slider.value = 20;
  update();
});
panel.querySelector("[data-reset]").addEventListener("click", () => {
  sliders.forEach((slider, place) => (slider.value = rubric.weights[place]));
  update();
});
update();
