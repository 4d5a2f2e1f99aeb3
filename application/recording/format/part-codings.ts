import { bufferContents, type CapturedPart, layoutOf, paramKinds, resultKind } from '../../../domain/index.js';
import type { CallShape, ParamShape, ResultShape } from '../../tracing/index.js';

/**
 * How a captured part of a call is written.
 *
 * - `name`: a name of a file. The same names come again and again, so each is written once a block.
 * - `struct`: structs. They differ in few bytes from those of the last call of the same name.
 * - `listing`: directory entries: mostly zeros, and new every time.
 * - `filled`: what the call has put into the guest's buffers.
 * - `taken`: the first bytes of what it took from there.
 * - `checksum`: that of all it took.
 * - `number`: a count.
 * - `strings`: arguments or environment variables.
 */
export type PartCoding = 'name' | 'struct' | 'listing' | 'filled' | 'taken' | 'checksum' | 'number' | 'strings';

/** A captured part. */
export interface CodedPart {
  readonly coding: PartCoding;
  /** Its size is a multiple of this. */
  readonly unit: number;
  /** Its size is exactly `unit`. */
  readonly fixed: boolean;
}

const part = (coding: PartCoding): CodedPart => ({ coding, unit: 1, fixed: false });

/** How a part that is captured whole is written. Behind what a call takes comes a checksum. */
function codingOf(captured: CapturedPart, unit: number, fixed = false): readonly CodedPart[] {
  switch (captured) {
    case 'structs':
    case 'scalar':
      return [{ coding: 'struct', unit, fixed }];
    case 'taken':
      return [part('taken'), part('checksum')];
    default:
      return [part(captured)];
  }
}

/** The size of the structs that a parameter points to. */
function unitOf({ kind }: ParamShape, { abi }: CallShape): number {
  const { pointsTo } = paramKinds[kind];
  return pointsTo === undefined || pointsTo === 'bytes' ? 1 : layoutOf(pointsTo, abi).size;
}

function entryParts(param: ParamShape, shape: CallShape): readonly CodedPart[] {
  return (paramKinds[param.kind].entry ?? []).flatMap(captured => codingOf(captured, unitOf(param, shape)));
}

function exitParts(param: ParamShape, shape: CallShape): readonly CodedPart[] {
  const { kind, content } = param;
  const parts = content === undefined ? (paramKinds[kind].exit ?? []) : bufferContents[content];
  return parts.flatMap(captured => codingOf(captured, unitOf(param, shape)));
}

function resultParts({ kind, exitPart, size }: ResultShape): readonly CodedPart[] {
  return exitPart < 0 ? [] : resultKind(kind).exit.flatMap(captured => codingOf(captured, size, true));
}

/** The parts of a hostcall to write beside its arguments. */
export interface CallCoding {
  readonly shape: CallShape;
  /** The parts captured on entry, in order. */
  readonly entry: readonly CodedPart[];
  /** The parts captured on return, in order. */
  readonly exit: readonly CodedPart[];
  /** Its `value` says something, if it succeeded. */
  readonly hasValue: boolean;
  readonly hasLabel: boolean;
  readonly hasSecondLabel: boolean;
  readonly hasSubscriptions: boolean;
  /** Index of the part that is the path it opens; -1 if it opens none. */
  readonly openedPart: number;
}

/** How the calls of a shape, captured whole, are written. */
export function callCoding(shape: CallShape): CallCoding {
  const { params, results, promoted } = shape;
  const opens = promoted?.kind === 'fd';
  return {
    shape,
    entry: params.flatMap(param => entryParts(param, shape)),
    exit: [...params.flatMap(param => exitParts(param, shape)), ...results.flatMap(resultParts)],
    hasValue: shape.movesBytes || (promoted !== undefined && promoted.exitPart < 0),
    hasLabel: shape.descriptorAt >= 0,
    hasSecondLabel: opens || params.some(({ descriptorIndex }) => descriptorIndex > 0),
    hasSubscriptions: params.some(({ form }) => form === 'subscriptions'),
    openedPart: opens ? (params.find(({ form }) => form === 'text')?.entryPart ?? -1) : -1,
  };
}
