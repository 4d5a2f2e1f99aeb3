import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { captureOutput, memoryDirectory, memoryPorts, symlink, textInput } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import type { Place } from '../../../application/composition/index.js';
import { explainDenial, findDenials } from '../../../application/diagnosis/index.js';
import {
  type PreopenOptions,
  type ProgramOptions,
  Runtime,
  type RuntimeSettings,
} from '../../../application/runtime/index.js';
import type { Denial, HostcallEvent } from '../../../application/tracing/index.js';
import { type Directory, type HostcallName, type Ports, Right } from '../../../domain/index.js';
import { createScratchDirectory } from '../../guests/scratch-directory.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, ROOT } from '../hostcalls/fixture.js';

/** The guest's `/data`. */
const files = { 'notes.txt': 'hi\n', 'dir/inner.txt': 'inner', 'dir/sub/x': '', 'empty/.keep': '' };
const links = {
  link: 'notes.txt',
  dirlink: 'dir',
  chain: 'dirlink/sub',
  abs: '/etc',
  up: 'dir/../../outside',
  loop: 'loop/x',
  away: 'dir/none/x',
};

/** A host for the refused guest: its ports, and its directory. */
export interface RefusingHost {
  readonly name: string;
  readonly ports: () => Ports;
  readonly directory: () => { readonly place: string | Directory; dispose(): void };
}

/** The hosts that reasons are the same on. */
export const refusingHosts: readonly RefusingHost[] = [
  {
    name: 'the memory adapter',
    ports: () => memoryPorts(),
    directory: () => {
      const linked = Object.entries(links).map(([name, target]) => [name, symlink(target)]);
      return { place: memoryDirectory({ ...files, ...Object.fromEntries(linked) }), dispose: () => {} };
    },
  },
  {
    name: 'the Node adapter',
    ports: () => nodePorts(),
    directory: () => {
      const { preopen, dispose } = createScratchDirectory(files);
      for (const [name, target] of Object.entries(links)) {
        mkdirSync(dirname(join(preopen, name)), { recursive: true });
        symlinkSync(target, join(preopen, name));
      }
      return { place: preopen, dispose };
    },
  },
];

/** What came of a call that was refused. */
export interface Refused {
  readonly errno: number;
  readonly denial: Denial;
  readonly text: string;
}

export const READ = BigInt(Right.FD_READ);
export const WRITE = BigInt(Right.FD_WRITE);

/** A guest whose runtime finds out why its calls are refused. */
export class RefusedGuest {
  readonly events: HostcallEvent[] = [];
  readonly proxy: ProxyGuest;
  readonly #dispose: () => void;

  private constructor(proxy: ProxyGuest, dispose: () => void) {
    this.proxy = proxy;
    this.#dispose = dispose;
  }

  /** @param preopened what is made of the directory, as which it is preopened */
  static async open(
    host: RefusingHost,
    options: ProgramOptions = {},
    settings: RuntimeSettings = {},
    preopened: (place: string | Directory) => Place | PreopenOptions = place => place,
  ): Promise<RefusedGuest> {
    const { place, dispose } = host.directory();
    const runtime = new Runtime(host.ports(), { denials: findDenials, ...settings });
    const proxy = await ProxyGuest.open(runtime, {
      preopens: { '/data': preopened(place) },
      stdin: textInput('typed'),
      stdout: captureOutput(),
      stderr: captureOutput(),
      ...options,
    });
    const guest = new RefusedGuest(proxy, dispose);
    runtime.hostcalls$.subscribe(event => guest.events.push(event));
    return guest;
  }

  /** Makes a call that must be refused. */
  refused(name: HostcallName, ...args: (number | bigint)[]): Refused {
    const errno = this.proxy.call(name, ...args);
    const denial = this.events.at(-1)?.denial;
    if (denial === undefined) throw new Error(`${this.proxy.lines.at(-1)} has no reason`);
    return { errno, denial, text: explainDenial(denial) };
  }

  /** The arguments of a path. */
  path(text: string, place: number = at.path): [number, number] {
    return this.proxy.text(place, text);
  }

  /** The arguments of path_open. */
  opening(
    path: string,
    { fd = ROOT, dirflags = 1, oflags = 0, base = EVERY_RIGHT, inheriting = EVERY_RIGHT, fdflags = 0 } = {},
  ): (number | bigint)[] {
    return [fd, dirflags, ...this.path(path), oflags, base, inheriting, fdflags, at.result];
  }

  /** Opens something, which has to succeed. */
  open(path: string, options: Parameters<RefusedGuest['opening']>[1] = {}): number {
    this.proxy.ok('path_open', ...this.opening(path, options));
    return this.proxy.view.getUint32(at.result, true);
  }

  /** The number of the last call. */
  get last(): number {
    return this.events.at(-1)?.sequence ?? -1;
  }

  close(): void {
    this.proxy.close();
    this.#dispose();
  }
}
