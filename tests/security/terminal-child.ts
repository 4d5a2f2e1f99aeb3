/** Run as the leader of a session without a terminal: has a guest open a terminal, and prints the number of the terminal that the session then has. */
import { readFileSync } from 'node:fs';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { errnoName, Right } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';

const [, , directory = '', name = '', reach = ''] = process.argv;

/** The field `tty_nr` of proc_pid_stat(5): 0 without a terminal. */
function terminal(): string {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4] ?? '';
}

const fileSystem = hostFileSystems.find(each => each.name === reach)?.create();
if (fileSystem === undefined) throw new Error(`there is no file system '${reach}'`);
const guest = await ProxyGuest.open(createRuntime({ ...nodePorts(), fileSystem }), { preopens: { '/': directory } });
const before = terminal();
const answers = [Right.FD_READ, Right.FD_WRITE, Right.FD_READ | Right.FD_WRITE].map(base => {
  const [pointer, length] = guest.text(at.path, name);
  return errnoName(guest.call('path_open', ROOT, 0, pointer, length, 0, BigInt(base), 0n, 0, at.result));
});
process.stdout.write(JSON.stringify({ before, answers, after: terminal() }));
process.exit(0);
