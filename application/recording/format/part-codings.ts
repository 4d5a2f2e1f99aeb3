import { layouts } from '../../../domain/index.js';
import { type CallShape, layoutOf, type ParamShape, type ResultShape } from '../../tracing/index.js';

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
  /** Its size is no other than `unit`. */
  readonly fixed: boolean;
}

const part = (coding: PartCoding): CodedPart => ({ coding, unit: 1, fixed: false });
const structs = (unit: number): CodedPart => ({ coding: 'struct', unit, fixed: false });

function entryParts({ kind }: ParamShape, { abi }: CallShape): readonly CodedPart[] {
  switch (kind) {
    case 'path':
      return [part('name')];
    case 'iovecs':
      return [structs(layouts.iovec.size)];
    case 'subscriptions':
      return [structs(layoutOf('subscription', abi).size)];
    case 'ciovecs':
      return [structs(layouts.iovec.size), part('taken'), part('checksum')];
    default:
      return [];
  }
}

function exitParts({ kind, content }: ParamShape): readonly CodedPart[] {
  switch (kind) {
    case 'iovecs':
      return [part('filled')];
    case 'events':
      return [structs(layouts.event.size)];
    case 'buffer':
      if (content === 'entries') return [part('listing'), part('number')];
      return [part(content === 'name' ? 'name' : 'filled')];
    default:
      return [];
  }
}

function resultParts({ kind, exitPart, size }: ResultShape): readonly CodedPart[] {
  if (exitPart < 0) return [];
  return kind === 'strings' ? [part('number'), part('strings')] : [{ coding: 'struct', unit: size, fixed: true }];
}

/** What there is to write of a hostcall beside its arguments. */
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
    exit: [...params.flatMap(exitParts), ...results.flatMap(resultParts)],
    hasValue: shape.movesBytes || (promoted !== undefined && promoted.exitPart < 0),
    hasLabel: shape.descriptorAt >= 0,
    hasSecondLabel: opens || params.some(({ descriptorIndex }) => descriptorIndex > 0),
    hasSubscriptions: params.some(({ kind }) => kind === 'subscriptions'),
    openedPart: opens ? (params.find(({ kind }) => kind === 'path')?.entryPart ?? -1) : -1,
  };
}
