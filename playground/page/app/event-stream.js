/** Follows the server's events; after a break it takes the whole state anew. */
import { eventsUrl, getState } from "./api.js";
import { applyEvent, setConnected, takeState, world } from "./world.js";

const PAUSE = 1000;

export async function followEvents() {
  for (;;) {
    const state = await getState().catch(() => null);
    if (state) {
      takeState(state);
      await listen();
    }
    setConnected(false);
    await new Promise((resume) => setTimeout(resume, PAUSE));
  }
}

function listen() {
  return new Promise((resume) => {
    const source = new EventSource(eventsUrl(world.lastEvent));
    source.onopen = () => setConnected(true);
    source.onmessage = ({ data }) => applyEvent(JSON.parse(data));
    source.onerror = () => {
      source.close();
      resume();
    };
  });
}
