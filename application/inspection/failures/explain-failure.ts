import {
  ALL_RIGHTS,
  decodeUtf8,
  type ErrnoName,
  errnoName,
  guestPathBelow,
  type RightName,
  rightNames,
  rightsFor,
  rightsNamed,
  rightsToInherit,
} from '../../../domain/index.js';
import { causeOf } from '../../../domain/texts/index.js';
import { clause, descriptorText, listed, quoted, referenceText } from '../../text/index.js';
import { type CallRecord, decodeParam, eventOf, recordOf } from '../../tracing/index.js';
import type { CallList } from '../call-list.js';
import { descriptorFacts } from '../descriptors/descriptor-facts.js';
import type { DescriptorState } from '../descriptors/descriptor-state.js';
import { memoryOfCall } from '../memory/call-memory.js';
import { lastUseOf } from './known-paths.js';
import { type PathSteps, pathSteps } from './path-steps.js';

/** Something in a recording that explains why a call failed. */
export interface FailureFinding {
  /** A sentence without a full stop. */
  readonly text: string;
  /** Whether it alone explains the errno; otherwise it is only likely to. */
  readonly certain: boolean;
}

/** The rights that a call needs of a descriptor, and those that it is known to hold. */
export interface RightsComparison {
  /** The parameter. */
  readonly param: string;
  readonly fd: number;
  readonly label: string | undefined;
  readonly needed: readonly RightName[];
  /** undefined if no call shows them. */
  readonly held: readonly RightName[] | undefined;
  /** The needed rights that are not held. */
  readonly missing: readonly RightName[] | undefined;
  /** false if `held` is what was requested, which may not all have been granted. */
  readonly exact: boolean;
  /** Whether they must be handed down to what is opened, rather than held for the call itself. */
  readonly handedDown: boolean;
}

/** Why a call failed, judging by the recording. */
export interface FailureExplanation {
  readonly errno: ErrnoName;
  /** When such a call returns that errno, in general. */
  readonly cause: string;
  readonly findings: readonly FailureFinding[];
  readonly rights: readonly RightsComparison[];
  /** The paths of the call, component by component. */
  readonly paths: readonly PathSteps[];
  /** Whether the findings explain it for sure. */
  readonly certain: boolean;
}

/**
 * Explains why a call of a recording failed, from the calls up to it: rights needed and held, descriptors that are not open, pointers out of bounds,
 * paths that lead out. A recording does not have what only the host knew, such as which directory does not exist; then nothing is certain.
 * @returns undefined for a call that did not fail, or is not from a recording
 */
export function explainFailure(list: CallList, index: number): FailureExplanation | undefined {
  const event = list.event(index);
  const history = list.descriptors;
  if (event === undefined || history === undefined || event.errno === 0) return undefined;
  const call = recordOf(event);
  const errno = errnoName(call.errno) as ErrnoName;
  const stateOf = (fd: number) => history.stateBefore(index, fd);
  const rights = comparedRights(call, stateOf);
  const paths = pathSteps(call);
  const findings = call.injected
    ? [{ text: 'the errno was injected: the host did not return it', certain: true }]
    : [
        ...closedDescriptors(list, call, index, errno),
        ...missingRights(list, call, index, errno, rights),
        ...badPointers(call, errno),
        ...badPaths(call, errno, paths),
        ...missingNames(list, index, errno, paths),
      ];
  return {
    errno,
    cause: causeOf(call.name, errno),
    findings,
    rights,
    paths,
    certain: findings.some(({ certain }) => certain),
  };
}

/** Why a call failed, in words: what is certain, else what is likely, else the general cause of that errno. */
export function failureText({ errno, cause, findings, certain }: FailureExplanation): string {
  const counted = findings.filter(finding => finding.certain === certain);
  if (counted.length > 0) {
    const text = listed(counted.map(finding => finding.text));
    return `${errno}: ${text}${certain ? '' : ', as it seems'}.`;
  }
  return `${errno}: ${clause(cause)}. The recording does not tell more.`;
}

function closedDescriptors(list: CallList, call: CallRecord, index: number, errno: ErrnoName): FailureFinding[] {
  const history = list.descriptors;
  if (errno !== 'EBADF' || history === undefined) return [];
  return call.shape.params.flatMap(({ kind, at, descriptorIndex }) => {
    const label = descriptorIndex === 0 ? call.label : call.secondLabel;
    if (kind !== 'fd' || label !== undefined) return [];
    const fd = call.u32(at);
    const closing = history.closedAs(call.instance, fd, index);
    const by = closing && referenceText({ name: list.name(closing.by), sequence: closing.by });
    const text =
      by === undefined
        ? `${fd | 0} is not open, and no call has opened it`
        : `${fd | 0} is not open: ${by} ${closing?.moved === true ? 'moved' : 'closed'} ${descriptorText({ fd, label: closing?.label })}`;
    return [{ text, certain: true }];
  });
}

function comparedRights(call: CallRecord, stateOf: (fd: number) => DescriptorState | undefined): RightsComparison[] {
  const { params } = call.shape;
  const argument = (name: string) => {
    const param = params.find(each => each.name === name);
    const value = param === undefined ? 0 : decodeParam(call, param);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
  };
  const found: RightsComparison[] = [];
  for (const { name, kind, at, descriptorIndex } of params) {
    if (kind !== 'fd') continue;
    const fd = call.u32(at);
    const label = descriptorIndex === 0 ? call.label : call.secondLabel;
    const state = stateOf(fd);
    const compare = (needed: number, held: number | undefined, handedDown: boolean) => {
      if (needed === 0) return;
      const missing = held === undefined ? undefined : rightNames(needed & ~held);
      found.push({
        ...{ param: name, fd, label, needed: rightNames(needed), missing, handedDown },
        held: held === undefined ? undefined : rightNames(held),
        exact: state?.rights?.exact === true,
      });
    };
    // Any one of the masks does.
    const masks = rightsFor(call.name, name as never, argument);
    const held = state?.rights?.base;
    const enough = held === undefined ? undefined : masks.find(mask => (mask & ~held) === 0);
    compare(enough ?? masks[0], held, false);
    const { byPath, rights, fdflags } = descriptorFacts(call.call);
    if (!byPath) continue;
    const [base = 0, inheriting = 0] = rights.map(param => Number(BigInt.asUintN(32, call.u64(param.at))) & ALL_RIGHTS);
    compare(
      rightsToInherit(base, inheriting, fdflags === undefined ? 0 : call.u32(fdflags.at)),
      state?.rights?.inheriting,
      true,
    );
  }
  return found;
}

function missingRights(
  list: CallList,
  call: CallRecord,
  index: number,
  errno: ErrnoName,
  rights: readonly RightsComparison[],
): FailureFinding[] {
  if (errno !== 'ENOTCAPABLE' && errno !== 'EBADF') return [];
  return rights.flatMap(({ fd, label, missing = [], handedDown }) => {
    if (label === undefined || missing.length === 0) return [];
    const verb = handedDown ? 'does not hand down' : 'lacks';
    // The request exceeds the rights held: the difference is missing.
    const lost = lossText(list, call.instance, fd, index, rightsNamed(missing), handedDown);
    return [{ text: `${descriptorText({ fd, label })} ${verb} ${listed(missing)}${lost}`, certain: true }];
  });
}

/** Which call gave rights up, or did not ask for them; empty if none did. */
function lossText(
  list: CallList,
  instance: number,
  fd: number,
  index: number,
  missing: number,
  inheriting: boolean,
): string {
  const history = list.descriptors;
  const life = history?.lifeAt(instance, fd, index);
  if (history === undefined || life === undefined) return '';
  const { openedBy, uses } = history.life(life);
  let asked: number | undefined;
  for (const use of uses) {
    if (use >= index) break;
    const event = list.event(use);
    if (event === undefined || !event.succeeded) continue;
    const record = recordOf(event);
    const { effect, rights } = descriptorFacts(record.call);
    const isOwn = effect === 'narrows' || (use === openedBy && rights.length > 0);
    const param = isOwn ? rights[inheriting ? 1 : 0] : undefined;
    if (param === undefined) continue;
    const given = Number(BigInt.asUintN(32, record.u64(param.at)));
    if ((missing & ~given) !== 0) {
      const by = referenceText({ name: record.name, sequence: use });
      const pronoun = rightNames(missing).length === 1 ? 'it' : 'them';
      const gaveUp = effect === 'narrows' && (asked === undefined || (missing & asked) !== 0);
      return gaveUp ? `: ${by} gave ${pronoun} up` : `: ${by} did not ask for ${pronoun}`;
    }
    asked = given;
  }
  return '';
}

function badPointers(call: CallRecord, errno: ErrnoName): FailureFinding[] {
  if (errno !== 'EFAULT') return [];
  const { areas, size } = memoryOfCall(eventOf(call));
  return areas
    .filter(({ address, length }) => address + length > size)
    .map(({ path, address, length }) => ({
      text: `${path} lies at 0x${address.toString(16)} and has ${length} bytes, and the memory ends at 0x${size.toString(16)}`,
      certain: true,
    }));
}

function badPaths(call: CallRecord, errno: ErrnoName, paths: readonly PathSteps[]): FailureFinding[] {
  if (errno === 'EILSEQ')
    return call.shape.params.flatMap(({ form, name, entryPart }) => {
      const bytes = form === 'text' ? call.entryBytes(entryPart) : undefined;
      const isText = bytes === undefined || decodeUtf8(bytes, 0, bytes.length) !== undefined;
      return isText ? [] : [{ text: `${name} is not UTF-8`, certain: true }];
    });
  if (errno !== 'ENOTCAPABLE') return [];
  return paths.flatMap(({ path, refusal, certain }) =>
    refusal === undefined ? [] : [{ text: `${quoted(path)} ${refusal}`, certain }],
  );
}

/** Which component is missing, if an earlier call shows that all before it were there. They may have gone since. */
function missingNames(list: CallList, index: number, errno: ErrnoName, paths: readonly PathSteps[]): FailureFinding[] {
  if (errno !== 'ENOENT') return [];
  return paths.flatMap(({ from, steps }) => {
    for (let at = steps.length - 1; at >= 0; at--) {
      const parent = at === 0 ? from : steps[at - 1]?.reached;
      if (parent === undefined) continue;
      const use = at === 0 ? undefined : lastUseOf(list, guestPathBelow(parent, ''), index);
      // Where the path begins, the descriptor is open.
      if (at > 0 && use === undefined) continue;
      const shown = use === undefined ? '' : `, as ${referenceText({ name: list.name(use), sequence: use })} shows`;
      const rest = steps.slice(at).map(step => step.name);
      const what =
        rest.length === 1
          ? `there is no ${quoted(rest[0] as string)} in it`
          : `${quoted(rest.join('/'))} is not all in it`;
      return [{ text: `${quoted(parent)} is there${shown}, and ${what}`, certain: false }];
    }
    return [];
  });
}
