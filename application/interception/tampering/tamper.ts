import { type DescriptorTable, describe, Errno, type HostcallName } from '../../../domain/index.js';
import { occurs } from '../../occurrences.js';
import { type InterceptedShape, interceptedShape } from '../intercepted-shape.js';
import type { InterceptedCall, Interceptor, Interceptors, Proceed, RejectedCall } from '../interceptor.js';
import { type CheckedTampering, checkTampering } from './check-tampering.js';
import { roomOf } from './room.js';
import type { Tampering } from './tampering.js';
import { touches } from './touches.js';

/**
 * Makes hostcalls fail, succeed without being made, or take longer, as strace's `-e inject=` does. Several tamperings combine: their delays are
 * added, and the last error or retval for a call counts. Traces mark such calls as `(INJECTED)` and `(DELAYED)`.
 *
 * A call with invalid pointers is counted and fails like any other, but cannot be made to succeed if it would have to store a result.
 * fd_close closes its descriptor even if it is made to fail, as close(2) does on Linux.
 * @returns interceptors for `intercept()` or `createRuntime()`
 * @throws ConfigurationError for an invalid tampering
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

/** The tampering with a call. */
interface Action {
  /** What it returns in place of being made; undefined if it is made. */
  returned: number | undefined;
  delayEnter: number;
  delayExit: number;
}

/** A tampering with one hostcall, and how many calls have matched it. */
class Counted {
  readonly #tampering: CheckedTampering;
  readonly #shape: InterceptedShape;
  /** How many calls each guest has made. A guest goes by its descriptors. */
  readonly #counts = new WeakMap<DescriptorTable, number>();

  constructor(tampering: CheckedTampering, shape: InterceptedShape) {
    this.#tampering = tampering;
    this.#shape = shape;
  }

  /** Adds to what is done to a call. @param args undefined if they are not known: such a call touches no path */
  apply(args: Readonly<Record<string, unknown>> | undefined, descriptors: DescriptorTable, action: Action): void {
    const { paths, when, returned, delayEnter, delayExit } = this.#tampering;
    if (paths !== undefined && (args === undefined || !touches(this.#shape, args, descriptors, paths))) return;
    const count = (this.#counts.get(descriptors) ?? 0) + 1;
    this.#counts.set(descriptors, count);
    if (!occurs(when, count)) return;
    action.returned = returned ?? action.returned;
    action.delayEnter += delayEnter;
    action.delayExit += delayExit;
  }
}

function interceptorOf(shape: InterceptedShape, counted: readonly Counted[]): Interceptor {
  function actionFor({ descriptors }: RejectedCall | InterceptedCall, args?: InterceptedCall['args']): Action {
    const action: Action = { returned: undefined, delayEnter: 0, delayExit: 0 };
    for (const each of counted) each.apply(args, descriptors, action);
    return action;
  }
  function rejected(call: RejectedCall): number {
    const { returned, delayEnter, delayExit } = actionFor(call);
    if (delayEnter + delayExit > 0) call.delay(delayEnter + delayExit);
    if (returned === undefined || (returned >= 0 && shape.hasResults)) return call.errno;
    call.markInjected();
    return returned;
  }
  function intercepted(call: InterceptedCall, proceed: Proceed): number {
    const { returned, delayEnter, delayExit } = actionFor(call, call.args);
    if (delayEnter > 0) call.delay(delayEnter);
    const result = returned === undefined ? proceed() : inject(call, proceed, returned);
    if (delayExit > 0) call.delay(delayExit);
    return result;
  }
  return Object.assign(intercepted, { rejected });
}

/** Returns from a call in place of the host. */
function inject(call: InterceptedCall, proceed: Proceed, returned: number): number {
  call.markInjected();
  if (describe(call.name).descriptors === 'closes' && returned < 0 && returned !== -Errno.EBADF) proceed();
  if ('ro_flags' in call.results) call.results.ro_flags.value = 0;
  return returned > 0 ? Math.min(returned, roomOf(call.args)) : returned;
}
