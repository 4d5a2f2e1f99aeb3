import { type ByteSpan, type Iovecs, type ParamKind, paramKinds } from '../../domain/index.js';
import { unknownName } from '../options/index.js';
import type { InterceptedShape } from './intercepted-shape.js';
import type { InterceptedCall, Interceptor, Proceed } from './interceptor.js';
import { type Gathered, gather, isDetached, spanOf, windowOf, windowsOf } from './windows.js';

/** The largest errno of preview1 is 76. A number far below -76 is a mistake, not an errno. */
export const LOWEST = -0xffff;

/** Values by name. */
type Named = Record<string, unknown>;

/** The chain that the calls of one hostcall by one guest pass through. */
export interface Chain {
  readonly shape: InterceptedShape;
  /** What happens in the end. */
  readonly meaning: (...values: unknown[]) => number;
  /** Innermost first. */
  readonly interceptors: readonly Interceptor[];
  /** What interceptors see of every call. */
  readonly common: Omit<InterceptedCall, 'args' | 'results'>;
  /** Reports an error to the embedder, later. */
  readonly report: (error: unknown) => void;
}

/** Whether they see it as one window. */
function isSpan(kind: ParamKind): boolean {
  return paramKinds[kind].form === 'span' || paramKinds[kind].form === 'bytes';
}

/** Whether interceptors see a parameter as windows into the guest's memory. */
function isWindowed(kind: ParamKind): boolean {
  return paramKinds[kind].form === 'buffers' || isSpan(kind);
}

/** One call on its way through a chain. */
export class ChainRun {
  readonly #chain: Chain;
  /** The arguments of the meaning, unless an interceptor changes them. */
  readonly #values: readonly unknown[];
  /** The records that the shell lowers results from, and the call's own. */
  readonly #lowered: readonly object[];
  readonly #own: readonly object[];
  readonly #args: Named = {};
  readonly #results: Named = {};
  /** Windows into the guest's memory that interceptors were handed: they stand for the call's own buffers. */
  readonly #handed: unknown[] = [];
  /** The meaning has unwound the guest, and must not return to it. */
  #unwound: { readonly thrown: unknown } | undefined;

  /** @param given what the meaning would have received */
  constructor(chain: Chain, given: readonly unknown[]) {
    this.#chain = chain;
    const { params, records } = chain.shape;
    this.#lowered = given.slice(params.length) as object[];
    // An interceptor may call the guest, whose calls use the shell's records again.
    this.#own = this.#lowered.map(record => ({ ...record }));
    this.#values = [...given.slice(0, params.length), ...this.#own];
    for (const [at, { name, kind }] of params.entries()) {
      if (isWindowed(kind)) this.#window(this.#args, name, given[at], kind);
      else this.#args[name] = given[at];
    }
    for (const [at, name] of records.entries()) this.#results[name] = this.#own[at];
  }

  /** Makes the call. */
  run(): number {
    const result = this.#enter(this.#chain.interceptors.length - 1, this.#args);
    for (const [at, record] of this.#lowered.entries()) Object.assign(record, this.#own[at]);
    return result;
  }

  /** Gives arguments the windows of a parameter. They are taken again if the memory has grown. */
  #window(args: Named, name: string, value: unknown, kind: ParamKind): void {
    let taken: Uint8Array | readonly Uint8Array[] | undefined;
    Object.defineProperty(args, name, {
      enumerable: true,
      get: () => {
        const [first] = taken instanceof Uint8Array ? [taken] : (taken ?? []);
        if (taken === undefined || (first !== undefined && isDetached(first))) {
          taken = isSpan(kind) ? windowOf(value as ByteSpan) : windowsOf(value as Iovecs);
          this.#handed.push(taken);
        }
        return taken;
      },
    });
  }

  /** The arguments an interceptor below sees. */
  #changed(args: Named, changes: Named): Named {
    const changed = { ...args };
    for (const [name, value] of Object.entries(changes)) {
      if (!Object.hasOwn(args, name))
        throw unknownName('argument', name, Object.keys(args), ` of ${this.#chain.common.name}`);
      if (value !== undefined) changed[name] = value;
    }
    for (const [at, { name, kind }] of this.#chain.shape.params.entries()) {
      if (isWindowed(kind) && this.#handed.includes(changed[name])) this.#window(changed, name, this.#values[at], kind);
    }
    return changed;
  }

  /** Goes through the interceptor at `depth` and all below. */
  #enter(depth: number, args: Named): number {
    const { common, interceptors, shape, report } = this.#chain;
    const interceptor = interceptors[depth];
    if (interceptor === undefined) return this.#perform(args);
    let result: number | undefined;
    let over = false;
    const proceed: Proceed = changes => {
      if (over) throw new Error(`${common.name} is over: proceed() must be called before the interceptor returns`);
      result = this.#enter(depth - 1, changes === undefined ? args : this.#changed(args, changes));
      return result;
    };
    const { name, descriptors, instance, monotonic, markInjected, delay } = common;
    // Spreading `common` would take ten times as long as everything else here.
    const call = { name, args, results: this.#results, descriptors, instance, monotonic, markInjected, delay };
    try {
      const returned = interceptor(call as unknown as InterceptedCall, proceed);
      this.#requireResult(returned);
      if (this.#unwound === undefined && !shape.noreturn) return returned;
    } catch (error) {
      if (this.#unwound === undefined) report(error);
    } finally {
      over = true;
    }
    // An interceptor can catch what unwinds the guest, but cannot stop it.
    if (this.#unwound !== undefined) throw this.#unwound.thrown;
    return result ?? this.#enter(depth - 1, args);
  }

  /** Hands the values to the meaning, as it expects them. */
  #perform(args: Named): number {
    if (this.#unwound !== undefined) throw this.#unwound.thrown;
    const { meaning, shape } = this.#chain;
    const values = [...this.#values];
    let filled: Gathered | undefined;
    for (const [at, { name, kind }] of shape.params.entries()) {
      const value = args[name];
      const given = values[at];
      if (isWindowed(kind)) {
        if (this.#handed.includes(value)) continue;
        if (isSpan(kind)) {
          values[at] = spanOf(value as Uint8Array, given as ByteSpan);
        } else {
          const gathered = gather(value as Uint8Array[], given as Iovecs);
          if (paramKinds[kind].exit !== undefined) filled = gathered;
          values[at] = gathered.iovecs;
        }
      } else if (value !== given) {
        this.#requireAlike(name, value);
        values[at] = value;
      }
    }
    let result: number;
    try {
      result = meaning(...values);
    } catch (thrown) {
      this.#unwound = { thrown };
      throw thrown;
    }
    if (result > 0) filled?.scatter();
    return result;
  }

  /** A meaning relies on the types of what it is given. */
  #requireAlike(param: string, value: unknown): void {
    const type = typeof this.#args[param];
    if (typeof value === type && (type !== 'number' || Number.isInteger(value))) return;
    const wanted = type === 'number' ? 'an integer' : `of type ${type}`;
    throw new TypeError(`${param} of ${this.#chain.common.name} must be ${wanted}, not ${String(value)}`);
  }

  #requireResult(returned: unknown): void {
    const { common, shape } = this.#chain;
    if (Number.isInteger(returned) && (returned as number) >= LOWEST && (returned as number) <= shape.largest) return;
    throw new TypeError(
      `an interceptor of ${common.name} returned ${String(returned)}; it must return what proceed() gave, ` +
        `${shape.largest === 0 ? '0' : 'a result of its own'}, or an errno as a negative number`,
    );
  }
}
