// The time left of the interview, and the timer of the exercise.
const two = (number) => String(number).padStart(2, "0");

export function clocks(card) {
  const left = document.querySelector("[data-start]");
  if (left) {
    timeLeft(left);
    setInterval(() => timeLeft(left), 5000);
  }
  const timer = document.querySelector("[data-timer]");
  if (timer) stopwatch(timer, `timer:${card}`);
}

function timeLeft(place) {
  const start = new Date(place.dataset.start).getTime();
  const until = Math.ceil((start - Date.now()) / 60000);
  const minutes = Math.ceil((start + place.dataset.minutes * 60000 - Date.now()) / 60000);
  let words = "";
  if (until > 0 && until <= 60) words = `starts in ${until} min`;
  else if (until <= 0 && minutes > 0) words = `${minutes} min left`;
  else if (minutes <= 0 && minutes > -60) words = "time is up";
  place.textContent = words;
  place.classList.toggle("short", until <= 0 && minutes <= 5 && words !== "");
}

// Goes on where it was after a reload: it counts the moments, not the ticks.
function stopwatch(timer, key) {
  const button = timer.querySelector("[data-timer-button]");
  const output = timer.querySelector("output");
  const most = Number(timer.dataset.minutes) * 60;
  let { since, before } = JSON.parse(sessionStorage.getItem(key) || '{"since": 0, "before": 0}');
  const tell = () => {
    const seconds = Math.floor((before + (since ? Date.now() - since : 0)) / 1000);
    output.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}${most ? ` of ${most / 60}:00` : ""}`;
    output.classList.toggle("short", most > 0 && seconds >= most);
    button.textContent = since ? "Pause the timer" : before ? "Go on" : "Start the timer";
  };
  button.addEventListener("click", () => {
    if (since) before += Date.now() - since;
    since = since ? 0 : Date.now();
    sessionStorage.setItem(key, JSON.stringify({ since, before }));
    tell();
  });
  timer.hidden = false;
  tell();
  setInterval(tell, 500);
}
