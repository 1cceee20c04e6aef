// Before the first paint, so that nothing flashes: the person's choice, or the device's.
(() => {
  const chosen = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = localStorage.getItem("theme") || "system";
    const dark = choice === "dark" || (choice === "system" && system.matches);
    document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  };
  if (chosen && !["system", "light", "dark"].includes(chosen)) localStorage.removeItem("theme");
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  window.applyTheme = apply;
  apply();
})();
