// The scoring rule for other weights, exact in whole numbers: the same as scorecards/scoring, and tested
// against it on its vectors. A share is a pair [numerator, denominator].
const BANDS = ["strong_no", "no", "yes", "strong_yes"];

const gcd = (a, b) => (b ? gcd(b, a % b) : a);
const lcm = (a, b) => (a / gcd(a, b)) * b;

// The score as [numerator, denominator], or null where nobody rated anything.
export function score(weights, person) {
  const counts = person.counts.map(BigInt);
  const common = counts.filter((n) => n).reduce(lcm, 1n);
  let top = 0n;
  let rated = 0n;
  weights.forEach((weight, place) => {
    if (!counts[place]) return;
    top += BigInt(weight) * BigInt(person.sums[place]) * (common / counts[place]);
    rated += BigInt(weight);
  });
  return rated ? [top, common * rated] : null;
}

export function band(rubric, [top, bottom]) {
  const width = BigInt(rubric.scale - 1);
  const passed = rubric.cuts.filter(([p, q]) => (top - bottom) * BigInt(q) >= BigInt(p) * width * bottom);
  return BANDS[passed.length];
}

function missing(rubric, weights, person) {
  const [p, q] = rubric.minCoverage.map(BigInt);
  const sum = (list) => list.reduce((total, weight) => total + BigInt(weight), 0n);
  const rated = sum(weights.filter((_, place) => person.counts[place]));
  return (
    person.interviewers < rubric.minInterviewers ||
    rated * q < p * sum(weights) ||
    rubric.must.some((must, place) => must && person.counts[place] < rubric.mustHaveRaters)
  );
}

function capped(rubric, person) {
  const [p, q] = rubric.floor;
  const low = (place) => (person.sums[place] - person.counts[place]) * q < p * (rubric.scale - 1) * person.counts[place];
  return (
    person.veto ||
    person.redFlagPeople >= rubric.redFlagInterviewers ||
    rubric.must.some((must, place) => must && person.counts[place] && low(place))
  );
}

// {score, band, outcome}: what the rule says of one person under these weights.
export function recommend(rubric, weights, person) {
  const exact = score(weights, person);
  if (!exact) return { score: null, band: null, outcome: "not_enough_evidence" };
  const found = band(rubric, exact);
  const held = capped(rubric, person) && found !== "strong_no" ? "no" : found;
  return { score: exact, band: found, outcome: missing(rubric, weights, person) ? "not_enough_evidence" : held };
}

// Above 0 where the first score is higher.
export function order(first, second) {
  if (!first || !second) return Number(Boolean(first)) - Number(Boolean(second));
  const difference = first[0] * second[1] - second[0] * first[1];
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

// For display alone: half-up, with as many decimals as it takes for the text to lie in the score's band.
export function shown(rubric, exact, places = 2) {
  const text = rounded(exact, places);
  const scale = 10n ** BigInt(places);
  const back = [BigInt(text.replace(".", "")), scale];
  return places >= 6 || band(rubric, back) === band(rubric, exact) ? text : shown(rubric, exact, places + 1);
}

function rounded([top, bottom], places) {
  const whole = (2n * top * 10n ** BigInt(places) + bottom) / (2n * bottom);
  const digits = whole.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
