// What came back, and when to ask again. A proxy, or the network itself, may answer in the server's place with a page of
// its own: that says nothing, and is no broken connection.
export async function said(answer) {
  const text = await answer.text(); // fails where the connection breaks off here
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

// For how many milliseconds the server wants to be left alone; at most two minutes, as it may be well before.
export function pause(answer) {
  const seconds = Number(answer.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, 120) * 1000 : 0;
}
