// What was typed here and is not on the server yet, on this device: by person, card, tab and field, so that no tab
// overwrites another's words. What a closed tab left is taken over by the next page of the same card. Signing out and
// another person's sign-in take everything away (house.js, on every page).
const SAVED = "saved"; // in the place of a tab: what the server has since the page was made, for opening a copy of it
const start = (who, card) => `draft:${who}:${card}:`;

function entries(who, card) {
  const found = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(start(who, card))) continue;
    const [tab, name] = key.slice(start(who, card).length).split(":");
    try {
      found.push({ key, tab, name, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found;
}

export function keeping(who, card) {
  const tab = Math.random().toString(36).slice(2);
  const key = (name, by = tab) => `${start(who, card)}${by}:${name}`;
  const write = (name, held, by) => {
    try {
      localStorage.setItem(key(name, by), JSON.stringify(held));
      return true;
    } catch {
      return false; // full or forbidden: the page says that it only holds the words itself
    }
  };
  // A tab that lives holds a lock by its name. Without locks (no HTTPS) every other tab counts as closed.
  navigator.locks?.request(tab, () => new Promise(() => {}));
  const whenClosed = (other, then) => (navigator.locks ? navigator.locks.request(other, then) : then());

  return {
    put: (name, held) => write(name, held),
    drop: (name) => localStorage.removeItem(key(name)),
    // Calls take([{key, name, value, version}]) for each closed tab that left something, now or when it closes. The
    // taker forgets each once it has its words.
    takeOver(take) {
      const others = new Set(entries(who, card).map((each) => each.tab));
      for (const other of others) {
        if (other === SAVED || other === tab) continue;
        whenClosed(other, () => {
          const left = entries(who, card).filter((each) => each.tab === other);
          if (left.length) take(left);
        });
      }
    },
    saved: {
      all: () => entries(who, card).filter((each) => each.tab === SAVED),
      put(name, held) {
        const before = this.all().find((each) => each.name === name);
        if (!before || before.version < held.version) write(name, held, SAVED);
      },
      clear() {
        for (const each of this.all()) localStorage.removeItem(each.key);
      },
    },
  };
}

// What is left when a card is closed: words that never reached it.
export function leftOf(who, card) {
  for (const each of entries(who, card)) if (each.tab === SAVED) localStorage.removeItem(each.key);
  return entries(who, card);
}

export function forget(left) {
  for (const each of left) localStorage.removeItem(each.key);
}
