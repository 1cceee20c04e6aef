// The time left of the interview, and the timer of the exercise.
const two = (number) => String(number).padStart(2, "0");

export function clocks() {
  const left = document.querySelector("[data-start]");
  if (left) {
    const start = new Date(left.dataset.start).getTime();
    const end = start + left.dataset.minutes * 60000;
    const tick = () => {
      const now = Date.now();
      const minutes = Math.ceil((end - now) / 60000);
      left.textContent = now < start || minutes < -180 ? "" : minutes > 0 ? `· ${minutes} min left` : "· time is up";
    };
    tick();
    setInterval(tick, 5000);
  }
  const timer = document.querySelector("[data-timer]");
  if (!timer) return;
  timer.hidden = false;
  const button = timer.querySelector("[data-timer-button]");
  let since = 0, before = 0;
  button.addEventListener("click", () => {
    if (since) before += Date.now() - since;
    since = since ? 0 : Date.now();
    button.textContent = since ? "Pause the timer" : "Go on";
  });
  setInterval(() => {
    const seconds = Math.floor((before + (since ? Date.now() - since : 0)) / 1000);
    timer.querySelector("output").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }, 500);
}
