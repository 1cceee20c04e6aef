// What was typed and is not yet on the server, on this device: by person and card, cleared on submit and sign-out.
const prefix = (who) => `kept:${who}:`;

export function keeping(who, card) {
  const key = prefix(who) + card;
  // Another person's words never wait on a device that somebody else uses now.
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("kept:") && !name.startsWith(prefix(who))) localStorage.removeItem(name);
  }
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key)) || {};
      } catch {
        return {};
      }
    },
    write(dirty) {
      try {
        if (Object.keys(dirty).length) localStorage.setItem(key, JSON.stringify(dirty));
        else localStorage.removeItem(key);
        return true;
      } catch {
        return false; // full or forbidden: the page says that it only holds the words itself
      }
    },
  };
}

export function forget(match = "") {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("kept:") && name.endsWith(match)) localStorage.removeItem(name);
  }
}
