/** The requirements of a limit of CPU time. */
export interface CpuMeter {
  /** Milliseconds that have been used; undefined if that is not known yet. */
  used(): Promise<number | undefined>;
  /** @returns what calls it off */
  later(milliseconds: number, work: () => void): () => void;
}

/** Time passes at least so long between two looks, in milliseconds. */
const SHORTEST = 1;

/**
 * Has something done when so much CPU time of a thread has been used. A thread does not compute faster than time passes, so it is looked at seldom: when it
 * could have used what was left.
 * @param most milliseconds
 * @returns what calls it off
 */
export function whenComputed(most: number, meter: CpuMeter, reached: () => void): () => void {
  let off = false;
  let callOff = meter.later(most, look);
  async function look(): Promise<void> {
    const left = most - ((await meter.used()) ?? 0);
    if (off) return;
    if (left <= 0) reached();
    else callOff = meter.later(Math.max(left, SHORTEST), look);
  }
  return () => {
    off = true;
    callOff();
  };
}
