/** A process that, until it is killed, exchanges a directory for a link and back. Arguments: the directory, and where the link leads. */
import { renameSync, symlinkSync, unlinkSync } from 'node:fs';

const [path = '', target = ''] = process.argv.slice(2);

/** Leaves things as they are for a moment, now shorter, now longer. */
function dwell(round: number): void {
  const until = performance.now() + (round % 7) / 50;
  while (performance.now() < until);
}

process.send?.('begun');
for (let round = 0; ; round++) {
  renameSync(path, `${path}-away`);
  symlinkSync(target, path);
  dwell(round);
  unlinkSync(path);
  renameSync(`${path}-away`, path);
  dwell(round >> 2);
}
