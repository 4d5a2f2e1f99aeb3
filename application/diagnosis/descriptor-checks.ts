import {
  access,
  applicableRights,
  type Descriptor,
  describe,
  Errno,
  type HostcallName,
  missingRightsErrno,
  opensByPath,
  type ParamName,
  rightsFor,
  rightsToInherit,
} from '../../domain/index.js';
import {
  type CallRecord,
  type DescriptorDenial,
  decodeParam,
  type LimitDenial,
  type NamedDescriptor,
  type ParamShape,
  type RightsDenial,
} from '../tracing/index.js';
import { limitDenial } from './argument-denials.js';
import { noMorePreopens, notOpen, notPreopened, rightsDenial, wrongType } from './descriptor-denials.js';
import type { DiagnosisContext } from './diagnosis-context.js';
import { lossesOf } from './lost-rights.js';

/** The requirements of a call on its descriptors: that they are open, of the right type, and hold the rights. */

/** The denials of a descriptor. */
export type AccessDenial = DescriptorDenial | RightsDenial | LimitDenial;

/**
 * Checks one descriptor of a call, as it is now: a failed call has not changed it.
 * @returns undefined if the check passes
 */
export function findAccess(call: CallRecord, param: ParamShape, context: DiagnosisContext): AccessDenial | undefined {
  const fd = call.u32(param.at);
  const row = describe(call.name);
  const descriptor = context.descriptors.peek(fd);
  if (descriptor === undefined) {
    const scanning = row.preopen === 'asks' && context.origins.closing(fd) === undefined;
    return scanning ? noMorePreopens(param.name, fd) : notOpen(param.name, fd, context.origins);
  }
  const named = { param: param.name, fd, label: descriptor.label };
  if (row.preopen !== undefined) {
    return descriptor.preopenName === undefined ? notPreopened(named) : undefined;
  }
  if (row.descriptors === 'narrows') return findGain(call, descriptor, named, context);
  const socket = row.family === 'sock';
  if (socket && descriptor.resource.kind !== 'socket') return wrongType(Errno.ENOTSOCK, named, descriptor, 0);
  const alternatives = neededRights(call, param);
  if (alternatives.every(needed => typeof access(context.descriptors, fd, needed) === 'number')) {
    const needed = alternatives.at(-1) as number;
    return findMissing(
      socket ? Errno.ENOTCAPABLE : -missingRightsErrno(descriptor, needed),
      needed,
      descriptor,
      named,
      context,
    );
  }
  return opensByPath(call.name) ? findHandedDown(call, descriptor, named, context) : undefined;
}

/**
 * The denial of a descriptor that lacks rights for the call.
 * @param errno positive
 * @param needed a mask, not all of which it holds
 */
export function findMissing(
  errno: number,
  needed: number,
  descriptor: Descriptor,
  named: NamedDescriptor,
  { origins }: Pick<DiagnosisContext, 'origins'>,
): AccessDenial {
  const held = descriptor.rightsBase;
  const impossible = needed & ~held & ~applicableRights(descriptor);
  if (impossible !== 0) return wrongType(errno, named, descriptor, impossible);
  const losses = lossesOf(origins.of(descriptor), descriptor, needed & ~held, 'base');
  return rightsDenial(errno, named, 'base', needed, held, losses);
}

/** fd_fdstat_set_rights asks for rights that the descriptor does not hold. */
function findGain(
  call: CallRecord,
  descriptor: Descriptor,
  named: NamedDescriptor,
  { origins }: DiagnosisContext,
): RightsDenial | undefined {
  const origin = origins.of(descriptor);
  const held = { base: descriptor.rightsBase, inheriting: descriptor.rightsInheriting };
  for (const side of ['base', 'inheriting'] as const) {
    const asked = rightsArgument(call, `fs_rights_${side}`);
    const missing = asked & ~held[side];
    if (missing === 0) continue;
    const losses = lossesOf(origin, descriptor, missing, side);
    return rightsDenial(Errno.ENOTCAPABLE, named, side, asked, held[side], losses);
  }
  return undefined;
}

/** path_open asks for rights that the directory does not hand down, or for one descriptor too many. */
function findHandedDown(
  call: CallRecord,
  descriptor: Descriptor,
  named: NamedDescriptor,
  { origins, descriptors, limits }: DiagnosisContext,
): RightsDenial | LimitDenial | undefined {
  const base = rightsArgument(call, 'fs_rights_base');
  const needed = rightsToInherit(
    base,
    rightsArgument(call, 'fs_rights_inheriting'),
    argument(call, 'fdflags') as number,
  );
  const held = descriptor.rightsInheriting;
  if ((needed & ~held) !== 0) {
    const losses = lossesOf(origins.of(descriptor), undefined, needed & ~held, 'inheriting');
    return rightsDenial(Errno.ENOTCAPABLE, named, 'inheriting', needed, held, losses);
  }
  if (call.errno !== Errno.EMFILE || descriptors.hasRoom()) return undefined;
  return limitDenial('descriptors', [...descriptors].length, limits.descriptors);
}

function argument(call: CallRecord, name: string): unknown {
  return decodeParam(call, call.shape.params.find(param => param.name === name) as ParamShape);
}

function rightsArgument(call: CallRecord, name: string): number {
  return Number(BigInt.asUintN(32, argument(call, name) as bigint));
}

/**
 * The rights a descriptor has to hold for a call.
 * @returns masks, of which one has to be held; the last one decides about the errno if none is
 */
export function neededRights(call: CallRecord, param: ParamShape): readonly [number, ...number[]] {
  const { params } = call.shape;
  return rightsFor(call.name, param.name as ParamName<HostcallName>, name =>
    Number(decodeParam(call, params.find(other => other.name === name) as ParamShape)),
  );
}
