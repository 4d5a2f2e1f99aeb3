/** Long work on the page's own thread: in slices, between which the page is drawn and takes input. */

/** How long a slice takes, in milliseconds: less than a frame. */
const SLICE = 10;

/** Lets the page draw and take input, then continues. A timer would wait 4 ms each time. */
export function breathe(): Promise<void> {
  return new Promise(resume => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(undefined);
  });
}

/**
 * Does work in slices.
 * @param step does a little of it; `false` when it is done
 * @param signal ends it early
 * @param slice is called after each slice
 * @returns whether it was done
 */
export async function inSlices(step: () => boolean, signal: AbortSignal, slice?: () => void): Promise<boolean> {
  while (!signal.aborted) {
    const end = performance.now() + SLICE;
    let more = true;
    while (more && performance.now() < end) more = step();
    slice?.();
    if (!more) return true;
    await breathe();
  }
  return false;
}
