import { hostFileSystems } from '../guests/host-file-systems.js';
import { treePlaces } from './places.js';

/** One way in which sandboxes were broken, or would be. */
export interface Mechanism {
  /** As it stands in the titles of tests and in `docs/security.md`. */
  readonly name: string;
  /** The adapters and compositions on which it is tried: each has a test whose title names both. Empty where none makes a difference. */
  readonly on: readonly string[];
}

const nowhere: readonly string[] = [];
/** Everything that gives a guest files and directories. */
const trees = treePlaces.map(({ name }) => name);
/** What reaches the files of the host. */
const hosts = hostFileSystems.map(({ name }) => name);
/** What changes directories without a place for another process in between. */
const raceFree = hosts.filter(name => name !== 'checks');
/** The rules of Windows: its primitives, tried over the files of this host, and a file system in memory. */
const windows = ['windows', 'memory by Windows rules'];

/** By number, as in titles: `[7] …`. */
export const mechanisms: Readonly<Record<number, Mechanism>> = {
  1: { name: '.. above the preopen', on: trees },
  2: { name: 'absolute path', on: trees },
  3: { name: 'NUL in a path', on: trees },
  4: { name: 'empty path', on: trees },
  5: { name: 'symbolic link that leads out', on: trees },
  6: { name: 'symbolic link made by the guest', on: trees },
  7: { name: 'trailing slash behind a symbolic link', on: trees },
  8: { name: 'depth counted wrong through a link to .', on: trees },
  9: { name: 'directory renamed around a relative link', on: trees },
  10: { name: 'read-only file linked or renamed into a writable preopen', on: trees },
  11: { name: 'directory exchanged for a link between check and use', on: raceFree },
  12: { name: 'stat and set_times that follow the last component', on: trees },
  13: { name: 'guest path equal to a special file of the host', on: hosts },
  14: { name: 'device name of Windows', on: windows },
  15: { name: 'backslash as a separator', on: windows },
  16: { name: 'drive, UNC and device path', on: windows },
  17: { name: 'alternate data stream', on: windows },
  18: { name: 'name that Windows folds to another', on: windows },
  19: { name: 'renumbered descriptor', on: trees },
  20: { name: 'descriptors exhausted', on: hosts },
  21: { name: 'descriptor leaked through a bad result pointer', on: hosts },
  22: { name: 'host descriptor number used by the guest', on: hosts },
  23: { name: 'pointer at, past and around the end of memory', on: nowhere },
  24: { name: 'result written outside its buffer', on: trees },
  25: { name: 'host memory allocated by guest sizes', on: nowhere },
  26: { name: 'infinite and overflowing timeout', on: nowhere },
  27: { name: 'extreme timestamp', on: trees },
  28: { name: 'change through a read-only preopen', on: trees },
  29: { name: 'dropped right regained', on: trees },
  30: { name: 'state shared between guests', on: nowhere },
  31: { name: 'embedder ended by the guest', on: nowhere },
  32: { name: 'file name that JavaScript objects have', on: trees },
  33: { name: 'watcher or interceptor that throws', on: nowhere },
  34: { name: 'secret in a trace', on: nowhere },
  35: { name: 'drive in the middle of a path', on: windows },
  36: { name: 'rename and link with a trailing slash', on: trees },
  37: { name: 'padding that keeps old bytes', on: trees },
  38: { name: 'empty write that costs memory', on: nowhere },
  39: { name: 'host time before 1970 or beyond 64 bits', on: hosts },
  40: { name: 'exit swallowed by the guest', on: nowhere },
  41: { name: 'hostile recording, trace, archive or module', on: nowhere },
  42: { name: 'no-follow flag ignored by the host', on: hosts },
};

/** The title of a test of a mechanism. */
export function mechanism(number: number): string {
  const found = mechanisms[number];
  if (found === undefined) throw new Error(`there is no mechanism ${number}`);
  return `[${number}] ${found.name}`;
}
