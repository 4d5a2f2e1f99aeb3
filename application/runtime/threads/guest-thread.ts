import {
  type Abi,
  type Engine,
  encodeUtf8,
  everyHostcall,
  type HostcallName,
  hostcallNames,
  PREVIEW1,
  signatureOf,
  THREAD_START,
  threadNames,
  UNSTABLE,
  wasmEdgeNames,
} from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';
import { linkImports, withStandIns } from '../../modules/index.js';
import { CallSlot } from './call-slot.js';
import type { ThreadOrder, ThreadReport } from './thread-messages.js';

/** Added to the number of a hostcall that was imported from `wasi_unstable`. */
export const OF_UNSTABLE = 0x1000;

type Exported = (...args: unknown[]) => unknown;

/**
 * A thread of a guest, in a thread of the host. It takes orders from the thread that has the guest's descriptors. Each hostcall is made there, not
 * here.
 */
export class GuestThread {
  readonly #engine: Engine;
  readonly #post: (report: object) => void;
  #slot: CallSlot | undefined;
  #bell: Int32Array | undefined;
  #exports: Promise<Readonly<Record<string, unknown>> | undefined> = Promise.resolve(undefined);
  /** The text of the trap that a stand-in for an unknown import has begun. */
  #trap: string | undefined;

  /** @param post sends the thread's reports to the thread that started it */
  constructor(engine: Engine, post: (report: object) => void) {
    this.#engine = engine;
    this.#post = post;
  }

  /** Takes a message from the thread that started it. */
  async message(message: object): Promise<void> {
    const order = message as ThreadOrder;
    if (order.order === 'instantiate') {
      this.#exports = this.#instantiate(order);
      return;
    }
    const exports = await this.#exports;
    if (exports === undefined) return;
    try {
      if (order.order === 'call') {
        const result = (exports[order.name] as Exported)(...order.args);
        this.#report({ report: 'returned', result });
      } else {
        (exports[THREAD_START] as Exported)(order.tid, order.startArg);
        this.#slot?.end(this.#bell as Int32Array);
      }
    } catch (thrown) {
      this.#tell(thrown);
    }
  }

  async #instantiate(
    order: ThreadOrder & { readonly order: 'instantiate' },
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { module, memory, slot, bell, unknownImports, network, stacks } = order;
    this.#slot = new CallSlot(slot);
    this.#bell = bell;
    const given = { [memory.module]: { [memory.name]: memory.memory } };
    const all = withStandIns(module, given, unknownImports, network, text => this.#trapWith(text));
    const imports = linkImports(this.#engine, module, all, network, from =>
      hostcalls(from === UNSTABLE ? 'unstable' : 'preview1', network, this.#caller(stacks)),
    );
    try {
      const { exports } = await this.#engine.instantiate(module, imports);
      this.#report({ report: 'instantiated' });
      return exports;
    } catch (thrown) {
      this.#tell(thrown);
      return undefined;
    }
  }

  /** What makes calls; with the functions that lead to them, if these are wanted. */
  #caller(stacks: boolean): (call: number, args: readonly RawArgument[]) => number {
    const slot = this.#slot as CallSlot;
    const bell = this.#bell as Int32Array;
    if (!stacks) return (call, args) => slot.call(call, args, bell);
    return (call, args) => {
      slot.putFrames(encodeUtf8(JSON.stringify(this.#engine.guestFrames())));
      return slot.call(call, args, bell);
    };
  }

  #report(report: ThreadReport): void {
    this.#post(report);
  }

  #trapWith(text: string): never {
    this.#trap = text;
    return this.#engine.unwind();
  }

  #tell(thrown: unknown): void {
    const text = this.#trap ?? this.#engine.trapText(thrown);
    this.#trap = undefined;
    const link = this.#engine.isLinkError(thrown);
    if (text === undefined || link)
      this.#report({ report: 'failed', link, message: thrown instanceof Error ? thrown.message : String(thrown) });
    else this.#report({ report: 'trapped', text, frames: this.#engine.framesOf(thrown) });
  }
}

/** The functions that a program imports: each hands its arguments on. */
function hostcalls(
  abi: Abi,
  network: boolean,
  call: (number: number, args: readonly RawArgument[]) => number,
): Record<string, unknown> {
  const first = abi === 'unstable' ? OF_UNSTABLE : 0;
  const names: readonly HostcallName[] = [...hostcallNames, ...(network ? wasmEdgeNames : []), ...threadNames];
  return Object.fromEntries(
    names.map(name => {
      const number = first + everyHostcall.indexOf(name);
      return [name, (...args: RawArgument[]) => call(number, args)];
    }),
  );
}

/** The wasm types of the arguments of each hostcall, by its number. */
export const argumentTypes = everyHostcall.map(name => signatureOf(name).params.map(({ type }) => type));

/** The module that a call was imported from, and the number of its hostcall. */
export function importedCall(call: number): readonly [module: typeof PREVIEW1 | typeof UNSTABLE, number: number] {
  return call >= OF_UNSTABLE ? [UNSTABLE, call - OF_UNSTABLE] : [PREVIEW1, call];
}
