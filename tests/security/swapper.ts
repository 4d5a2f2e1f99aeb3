/** The thread that exchanges names as fast as it can, as another process would or as another guest does. */
import { linkSync, mkdirSync, renameSync, rmdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { type Exchange, type ExchangeName, type Exchanger, exchanges } from './exchanges.js';

/** The data of the thread that exchanges names. */
export interface SwapperOrder {
  readonly exchange: ExchangeName;
  /** The directory whose names it exchanges. */
  readonly inside: string;
  /** The file system on which it is a guest; undefined for a process of the host. */
  readonly guestOn: string | undefined;
  /** The first number is set to 1 to stop it; the second counts its rounds; the third is 1 when it has stopped. */
  readonly shared: SharedArrayBuffer;
}

function hostExchanger(inside: string): Exchanger {
  const path = (name: string) => join(inside, name);
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  };
  return {
    rename: (from, to) => attempt(() => renameSync(path(from), path(to))),
    symlink: (target, name) => attempt(() => symlinkSync(target, path(name))),
    link: (existing, name) => attempt(() => linkSync(path(existing), path(name))),
    unlink: name => attempt(() => unlinkSync(path(name))),
    createDirectory: name => attempt(() => mkdirSync(path(name))),
    removeDirectory: name => attempt(() => rmdirSync(path(name))),
    createFile: name => attempt(() => writeFileSync(path(name), 'inside', { flag: 'wx' })),
  };
}

async function guestExchanger(inside: string, fileSystem: string): Promise<Exchanger> {
  const host = hostFileSystems.find(({ name }) => name === fileSystem);
  if (host === undefined) throw new Error(`no file system '${fileSystem}'`);
  const runtime = createRuntime({ ...nodePorts(), fileSystem: host.create() });
  const guest = await ProxyGuest.open(runtime, { preopens: { '/': inside } });
  const one = (path: string) => guest.text(at.path, path);
  const two = (path: string) => guest.text(at.path2, path);
  const call = (...[name, ...args]: Parameters<ProxyGuest['call']>) => {
    guest.lines.length = 0;
    return guest.call(name, ...args);
  };
  return {
    rename: (from, to) => void call('path_rename', ROOT, ...one(from), ROOT, ...two(to)),
    symlink: (target, name) => void call('path_symlink', ...one(target), ROOT, ...two(name)),
    link: (existing, name) => void call('path_link', ROOT, 0, ...one(existing), ROOT, ...two(name)),
    unlink: name => void call('path_unlink_file', ROOT, ...one(name)),
    createDirectory: name => void call('path_create_directory', ROOT, ...one(name)),
    removeDirectory: name => void call('path_remove_directory', ROOT, ...one(name)),
    createFile(name) {
      const errno = call('path_open', ROOT, 0, ...one(name), 5, 0n, 0n, 0, at.result);
      if (errno === 0) call('fd_close', guest.view.getUint32(at.result, true));
    },
  };
}

async function exchangeUntilTold({ exchange, inside, guestOn, shared }: SwapperOrder): Promise<void> {
  const told = new Int32Array(shared);
  const by = guestOn === undefined ? hostExchanger(inside) : await guestExchanger(inside, guestOn);
  const { prepare, round }: Exchange = exchanges[exchange];
  prepare?.(by);
  parentPort?.postMessage('ready');
  while (Atomics.load(told, 0) === 0) {
    round(by);
    Atomics.add(told, 1, 1);
  }
  Atomics.store(told, 2, 1);
  Atomics.notify(told, 2);
}

if (workerData !== null) await exchangeUntilTold(workerData as SwapperOrder);
