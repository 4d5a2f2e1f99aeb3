import {
  ALL_RIGHTS,
  describe,
  Errno,
  everyHostcall,
  opensByPath,
  reportsEvents,
  walkedPaths,
} from '../../domain/index.js';
import { isReadOnlyView } from '../composition/index.js';
import type { CallExaminer, CallRecord, Denial, DenialFinder, ExaminedGuest } from '../tracing/index.js';
import { findArgument } from './argument-checks.js';
import { findContradiction } from './contradictions.js';
import { findAccess } from './descriptor-checks.js';
import { otherwiseWrong } from './descriptor-denials.js';
import { Origins } from './descriptor-origins.js';
import type { DiagnosisContext } from './diagnosis-context.js';
import { findEvents } from './event-denials.js';
import { explainDenial } from './explain-denial.js';
import { returnedDenial } from './host-denials.js';
import { type FinishedWalk, findPath, operationDenial } from './path-denials.js';

/** By the hostcall's number: 1 if it walks along paths. */
const walking = Uint8Array.from(everyHostcall, name => (describe(name).params.some(p => p.kind === 'path') ? 1 : 0));

/**
 * Finds out why the calls of one guest failed. It runs when a call has failed: its arguments are still in memory, a failed call has changed nothing,
 * and the walks stand where they stopped. So it repeats the checks of the call in the same order, and takes the first that gives the same errno. It
 * makes no calls to the host. It never throws.
 */
class Examiner implements CallExaminer {
  readonly #context: DiagnosisContext;

  constructor(guest: ExaminedGuest) {
    this.#context = { ...guest, origins: new Origins(guest.descriptors) };
  }

  begun({ call }: CallRecord): void {
    if (walking[call] !== 1) return;
    for (const walk of this.#context.walks) walk.forget();
  }

  ended(call: CallRecord, wanted: boolean): void {
    try {
      if (call.errno === 0 || describe(call.name).descriptors === 'closes') this.#note(call);
      if (!wanted) return;
      const denial = this.#denialOf(call);
      if (denial !== undefined) addReason(call, denial);
    } catch {
      // A getter of an embedder's port can throw; the guest must not notice.
      if (call.errno !== 0) addReason(call, returnedDenial(call.name, call.errno));
    }
  }

  /** Notes what a call has done to descriptors. */
  #note(call: CallRecord): void {
    const { descriptors, origins } = this.#context;
    const { name, sequence, errno } = call;
    const by = { name, sequence };
    switch (describe(name).descriptors) {
      case 'closes':
        // It may be closed although an errno was returned, and open although the injected errno is 0.
        if (errno !== Errno.EBADF && descriptors.peek(call.u32(0)) === undefined)
          origins.closed(call.u32(0), by, call.label);
        break;
      case 'moves':
        if (call.u32(0) !== call.u32(1)) origins.closed(call.u32(0), by, call.label, call.u32(1));
        break;
      case 'narrows': {
        const descriptor = descriptors.peek(call.u32(0));
        if (descriptor !== undefined) origins.narrowed(descriptor, by);
        break;
      }
      case 'opens': {
        const opened = call.injected ? undefined : descriptors.peek(call.value);
        if (opened === undefined) break;
        const asked = opensByPath(name);
        const base = asked ? rightsAt(call, 'fs_rights_base') : opened.rightsBase;
        const inheriting = asked ? rightsAt(call, 'fs_rights_inheriting') : 0;
        origins.opened(opened, by, descriptors.peek(call.u32(0)), { base, inheriting });
        break;
      }
    }
  }

  #denialOf(call: CallRecord): Denial | undefined {
    const { errno, name } = call;
    if (errno === 0) return reportsEvents(name) ? findEvents(call, this.#context) : undefined;
    if (call.injected) return { kind: 'injected', errno };
    const argument = findArgument(call, this.#context);
    if (argument?.errno === errno) return argument;
    return this.#meaningDenial(call);
  }

  /** Repeats the checks of a call's meaning: descriptor and walk, for each path; then the operation itself. */
  #meaningDenial(call: CallRecord): Denial {
    const { errno, name, shape, label, secondLabel } = call;
    const context = this.#context;
    const ofTwo = walkedPaths(name) > 1;
    const finished: FinishedWalk[] = [];
    let from: string | undefined;
    let descriptors = 0;
    for (const param of shape.params) {
      if (param.kind === 'fd') {
        from = descriptors++ === 0 ? label : secondLabel;
        const found = findAccess(call, param, context);
        if (found?.errno === errno) return found;
      } else if (param.kind === 'path' && descriptors > 0) {
        const walk = context.walks[finished.length === 0 ? 0 : 1];
        // The descriptor is valid, and yet no walk began: an interceptor returned the errno.
        if (walk.path === undefined) return { kind: 'injected', errno };
        const found = findPath(errno, param.name, ofTwo, from, walk);
        if (found !== undefined) return found;
        finished.push({ param: param.name, walk });
      }
    }
    const contradiction = findContradiction(call, context);
    if (contradiction !== undefined) return contradiction;
    if (finished.length > 0) {
      return operationDenial(
        call,
        finished,
        finished.some(({ walk }) => isReadOnlyView(walk.directory)),
      );
    }
    const { descriptor: fd } = call;
    if (fd === undefined) return returnedDenial(name, errno);
    const named = { param: shape.params[0]?.name ?? '', fd, label };
    const descriptor = context.descriptors.peek(fd);
    const wrong = descriptor && otherwiseWrong(errno, named, descriptor);
    return wrong ?? returnedDenial(name, errno, named, isReadOnlyView(descriptor?.resource));
  }
}

function addReason(call: CallRecord, denial: Denial): void {
  call.extras = call.extras === undefined ? { denial, explainDenial } : { ...call.extras, denial, explainDenial };
}

function rightsAt(call: CallRecord, name: string): number {
  const at = call.shape.params.find(param => param.name === name)?.at ?? 0;
  return Number(BigInt.asUintN(32, call.u64(at))) & ALL_RIGHTS;
}

/**
 * Finds out why calls fail: the setting `denials` of a runtime.
 *
 * ```ts
 * createRuntime(nodePorts(), { denials: findDenials })
 * ```
 */
export const findDenials: DenialFinder = guest => new Examiner(guest);
