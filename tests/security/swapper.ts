import { renameSync, symlinkSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** What the thread that exchanges names is told. */
export interface SwapperOrder {
  /** The directory whose names it exchanges. */
  readonly inside: string;
  /** The first number is set to 1 when it is to stop; the second counts its rounds; the third is 1 when it has stopped. */
  readonly shared: SharedArrayBuffer;
}

/** What takes turns under one name: a thing that is inside, and a link that leads outside. */
export const swaps = [
  // A directory, on the way.
  { name: 'swap', target: '../outside/dir' },
  { name: 'swap/deep', target: '../../outside/dir' },
  // A file, at the end.
  { name: 'pivot', target: '../outside/file' },
] as const;

/**
 * Exchanges them as fast as it can. In between the name is not there at all, but for `flip`, which always is a link, now to the inside and now
 * to the outside.
 */
function swapUntilTold({ inside, shared }: SwapperOrder): void {
  const told = new Int32Array(shared);
  const at = (name: string) => `${inside}/${name}`;
  for (const [index, { target }] of swaps.entries()) symlinkSync(target, at(`.evil${index}`));
  while (Atomics.load(told, 0) === 0) {
    for (const [index, { name }] of swaps.entries()) {
      renameSync(at(name), at(`.good${index}`));
      renameSync(at(`.evil${index}`), at(name));
      symlinkSync('../outside/dir', at('.flip'));
      renameSync(at('.flip'), at('flip'));
      renameSync(at(name), at(`.evil${index}`));
      renameSync(at(`.good${index}`), at(name));
      symlinkSync('swap', at('.flip'));
      renameSync(at('.flip'), at('flip'));
    }
    Atomics.add(told, 1, 1);
  }
  Atomics.store(told, 2, 1);
  Atomics.notify(told, 2);
}

if (workerData !== null) swapUntilTold(workerData as SwapperOrder);
