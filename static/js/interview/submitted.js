// The card is in: nothing of it waits on this device any more.
import { forget } from "./kept.js";
const card = document.querySelector("script[data-card]").dataset.card;
forget(`:${card}`);
for (const form of document.querySelectorAll("[data-sign-out]")) form.addEventListener("submit", () => forget());
