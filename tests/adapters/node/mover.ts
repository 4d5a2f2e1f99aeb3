/** A process that, until it is killed, moves a directory away and back. Arguments: where it is, and where it goes. */
import { renameSync } from 'node:fs';

const [path = '', away = ''] = process.argv.slice(2);

process.send?.('begun');
for (;;) {
  renameSync(path, away);
  renameSync(away, path);
}
