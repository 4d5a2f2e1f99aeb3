import type { PreparedGuest } from '../guest/guest-run.js';
import { tell } from '../terminal/report.js';

/**
 * Runs a guest in its world, and tells on stderr what became of that.
 * @param run runs the guest; rejects if that did not end by itself
 * @returns what `run` gives
 */
export function settled({ world, supervisor }: PreparedGuest, run: () => Promise<number>): Promise<number> {
  return supervisor.during(
    () => tell(world.settle(false)),
    async () => {
      let ended = false;
      try {
        const exitCode = await run();
        ended = true;
        return exitCode;
      } finally {
        tell(world.settle(ended));
      }
    },
  );
}
