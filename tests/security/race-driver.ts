/**
 * Runs the race of `race.test.ts` for as long as one likes, and on `node:wasi`, which loses it.
 *
 * Usage: node dist/tests/security/race-driver.js ATTEMPTS [HOST]...: how many calls each host has to stand of each exchange, by another process and by another
 * guest, and which hosts; all of them if none is named. A line for each tells how many calls there were, and how many reached the outside. The
 * exit status is 1 if one of ours did, or none of node:wasi's did.
 */
import { WASI } from 'node:wasi';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import type { HostcallName } from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { engine } from '../programs/web-assembly.js';
import type { RacingGuest } from './assault.js';
import { type ExchangeName, exchanges } from './exchanges.js';
import { Race } from './race.js';

const NODE_WASI = 'node:wasi';
/** Calls in one go: who reaches the outside changes it, so that there is less and less to be reached. */
const GO = 50_000;

/** The imports of a guest, and the preparation of its instance before it runs. */
interface Hostcalls {
  readonly imports: object;
  attach(instance: { readonly exports: Record<string, unknown> }): void;
}

const hosts: Readonly<Record<string, (inside: string) => Hostcalls>> = {
  [NODE_WASI](inside) {
    const wasi = new WASI({ version: 'preview1', preopens: { '/': inside } });
    return { imports: wasi.getImportObject(), attach: instance => wasi.initialize(instance) };
  },
  ...Object.fromEntries(hostFileSystems.map(({ name, create }) => [name, inside => onRuntime(inside, create)])),
};

function onRuntime(inside: string, create: (typeof hostFileSystems)[number]['create']): Hostcalls {
  const guest = createRuntime({ ...nodePorts(), fileSystem: create() }).createImports({ preopens: { '/': inside } });
  return {
    imports: guest.imports,
    attach: ({ exports }) => guest.attach(exports.memory as { readonly buffer: ArrayBuffer }),
  };
}

/** A guest that is not traced. */
class PlainGuest implements RacingGuest {
  readonly #exports: Record<string, unknown>;
  readonly #bytes: Uint8Array;
  readonly view: DataView;

  constructor(exports: Record<string, unknown>) {
    this.#exports = exports;
    const { buffer } = exports.memory as { readonly buffer: ArrayBuffer };
    this.#bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  call(name: HostcallName, ...args: (number | bigint)[]): number {
    return (this.#exports[name] as (...args: (number | bigint)[]) => number)(...args);
  }

  text(at: number, text: string): [pointer: number, length: number] {
    return [at, new TextEncoder().encodeInto(text, this.#bytes.subarray(at)).written];
  }

  iovecs(at: number, ...buffers: (readonly [pointer: number, length: number])[]): [pointer: number, count: number] {
    for (const [index, words] of buffers.entries())
      for (const [n, word] of words.entries()) this.view.setUint32(at + index * 8 + n * 4, word, true);
    return [at, buffers.length];
  }
}

/**
 * @param exchange what is exchanged
 * @param byGuest another guest on the same host exchanges it, not another process
 * @returns whether the guest has been kept inside
 */
async function drive(name: string, attempts: number, exchange: ExchangeName, byGuest: boolean): Promise<boolean> {
  const module = await engine.compile(await proxyModule());
  const sum = { calls: 0, escapes: 0, trespasses: 0, through: 0, refused: 0, rounds: 0 };
  while (sum.calls < attempts) {
    const race = new Race(exchange);
    try {
      const { imports, attach } = (hosts[name] as (typeof hosts)[string])(race.grounds.inside);
      const instance = await engine.instantiate(module, imports);
      attach(instance);
      await race.start(byGuest ? name : undefined);
      const most = Math.min(GO, attempts - sum.calls);
      const result = race.run(new PlainGuest(instance.exports), ({ calls }) => calls >= most);
      for (const count of ['calls', 'escapes', 'through', 'refused', 'rounds'] as const) sum[count] += result[count];
      if (result.trespass !== undefined) sum.trespasses++;
    } finally {
      await race.dispose();
    }
  }
  const { calls, rounds, through, refused, escapes, trespasses } = sum;
  console.log(
    `${name}, ${byGuest ? 'another guest' : 'another process'} exchanges ${exchange}: ${calls} calls during ${rounds} rounds, ` +
      `${through} succeeded and ${refused} were refused; ` +
      `${escapes} reached the outside, which was changed in ${trespasses} of ${Math.ceil(calls / GO)} goes`,
  );
  return escapes === 0 && trespasses === 0;
}

/** @returns whether a host of ours has won every race, or node:wasi has lost one */
async function driveAll(name: string, attempts: number): Promise<boolean> {
  let won = true;
  for (const exchange of Object.keys(exchanges) as ExchangeName[])
    for (const byGuest of name === NODE_WASI ? [false] : [false, true])
      won = (await drive(name, attempts, exchange, byGuest)) && won;
  return name === NODE_WASI ? !won : won || name === 'checks';
}

const [attempts = '100000', ...named] = process.argv.slice(2);
let right = true;
for (const name of named.length > 0 ? named : Object.keys(hosts).filter(each => each !== 'checks')) {
  if (hosts[name] === undefined) throw new Error(`no host '${name}': there are ${Object.keys(hosts).join('; ')}`);
  right = (await driveAll(name, Number(attempts))) && right;
}
process.exitCode = right ? 0 : 1;
