import { tell } from '../terminal/report.js';
import type { World } from './world.js';

/**
 * Runs a guest in a world, and tells on stderr what became of that.
 * @param run runs the guest; rejects if that did not end by itself
 * @returns what `run` gives
 */
export async function settled(world: World, run: () => Promise<number>): Promise<number> {
  let ended = false;
  try {
    const exitCode = await run();
    ended = true;
    return exitCode;
  } finally {
    tell(world.settle(ended));
  }
}
