import { type DescriptorTable, Errno, type HostcallName } from '../../../domain/index.js';
import { occurs } from '../../occurrences.js';
import { type InterceptedShape, interceptedShape } from '../intercepted-shape.js';
import type { InterceptedCall, Interceptor, Interceptors, Proceed, RejectedCall } from '../interceptor.js';
import { type CheckedTampering, checkTampering } from './check-tampering.js';
import { roomOf } from './room.js';
import type { Tampering } from './tampering.js';
import { touches } from './touches.js';

/**
 * Makes hostcalls fail, succeed without being made, or take longer, as strace's `-e inject=` does. Several tamperings add up: delays are
 * added, and of several answers to one call the last one counts. Traces show what was answered so as `(INJECTED)`, and what was
 * delayed as `(DELAYED)`.
 *
 * A call whose pointers are bad is counted and answered like any other; but it gets no result where one would have to be stored.
 * fd_close closes its descriptor even if it is made to fail, as the real one does.
 * @returns interceptors for `intercept()` or `createRuntime()`
 * @throws ConfigurationError for what cannot be meant so
 */
export function tamper(...tamperings: readonly Tampering[]): Interceptors {
  const checked = tamperings.map(checkTampering);
  const interceptors: Partial<Record<HostcallName, Interceptor>> = {};
  for (const name of new Set(checked.flatMap(({ calls }) => calls))) {
    const shape = interceptedShape(name);
    const counted = checked.filter(({ calls }) => calls.includes(name)).map(each => new Counted(each, shape));
    interceptors[name] = interceptorOf(shape, counted);
  }
  return interceptors as Interceptors;
}

/** What is to be done to a call. */
interface Deed {
  answer: number | undefined;
  delayEnter: number;
  delayExit: number;
}

/** A tampering with one hostcall, and how often it was met. */
class Counted {
  readonly #tampering: CheckedTampering;
  readonly #shape: InterceptedShape;
  /** How many calls each guest has made. A guest goes by its descriptors. */
  readonly #counts = new WeakMap<DescriptorTable, number>();

  constructor(tampering: CheckedTampering, shape: InterceptedShape) {
    this.#tampering = tampering;
    this.#shape = shape;
  }

  /** @param args undefined if they are not known: such a call touches no path */
  meet(args: Readonly<Record<string, unknown>> | undefined, descriptors: DescriptorTable, deed: Deed): void {
    const { paths, when, answer, delayEnter, delayExit } = this.#tampering;
    if (paths !== undefined && (args === undefined || !touches(this.#shape, args, descriptors, paths))) return;
    const count = (this.#counts.get(descriptors) ?? 0) + 1;
    this.#counts.set(descriptors, count);
    if (!occurs(when, count)) return;
    deed.answer = answer ?? deed.answer;
    deed.delayEnter += delayEnter;
    deed.delayExit += delayExit;
  }
}

function interceptorOf(shape: InterceptedShape, counted: readonly Counted[]): Interceptor {
  function deedFor({ descriptors }: RejectedCall | InterceptedCall, args?: InterceptedCall['args']): Deed {
    const deed: Deed = { answer: undefined, delayEnter: 0, delayExit: 0 };
    for (const each of counted) each.meet(args, descriptors, deed);
    return deed;
  }
  function rejected(call: RejectedCall): number {
    const { answer, delayEnter, delayExit } = deedFor(call);
    if (delayEnter + delayExit > 0) call.delay(delayEnter + delayExit);
    if (answer === undefined || (answer >= 0 && shape.hasResults)) return call.errno;
    call.markInjected();
    return answer;
  }
  function intercepted(call: InterceptedCall, proceed: Proceed): number {
    const { answer, delayEnter, delayExit } = deedFor(call, call.args);
    if (delayEnter > 0) call.delay(delayEnter);
    const result = answer === undefined ? proceed() : answered(call, proceed, answer);
    if (delayExit > 0) call.delay(delayExit);
    return result;
  }
  return Object.assign(intercepted, { rejected });
}

/** Answers a call in place of the host. */
function answered(call: InterceptedCall, proceed: Proceed, answer: number): number {
  call.markInjected();
  if (call.name === 'fd_close' && answer < 0 && answer !== -Errno.EBADF) proceed();
  if (call.name === 'sock_recv') call.results.ro_flags.value = 0;
  return answer > 0 ? Math.min(answer, roomOf(call.args)) : answer;
}
