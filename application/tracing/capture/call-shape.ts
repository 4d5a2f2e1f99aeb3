import {
  type Abi,
  type BufferContent,
  bufferContents,
  describe,
  everyHostcall,
  type Family,
  type HostcallName,
  isPromoted,
  layoutOf,
  movesBytes,
  type ParamForm,
  type ParamKind,
  paramKinds,
  type ResultForm,
  type ResultKind,
  resultKind,
  takesBytes,
} from '../../../domain/index.js';

/** A parameter, with where its value is found in the raw call and in what was captured. */
export interface ParamShape {
  readonly name: string;
  readonly kind: ParamKind;
  readonly form: ParamForm;
  /** Index of its (first) wasm argument. */
  readonly at: number;
  /** Index of its (first) part captured on entry; -1 if none is. */
  readonly entryPart: number;
  /** Index of its (first) part captured on return; -1 if none is. */
  readonly exitPart: number;
  /** Among the call's descriptors: 0 for the first; -1 if it is not a descriptor. */
  readonly descriptorIndex: number;
  /** What it is filled with; undefined if it is not a buffer. */
  readonly content: BufferContent | undefined;
}

/** A result, with where it is found. */
export interface ResultShape {
  readonly name: string;
  readonly kind: ResultKind;
  readonly form: ResultForm;
  /** Index of its (first) out-pointer among the wasm arguments. */
  readonly at: number;
  /** Index of its (first) part captured on return; -1 if it is kept in the call itself. */
  readonly exitPart: number;
  /** Size in bytes behind the pointer; of `strings`, of one pointer. */
  readonly size: number;
  /** The meaning returns it. */
  readonly returned: boolean;
  /** It is what a trace shows after `=`. */
  readonly promoted: boolean;
}

/** Parameters and results of form `time` that are durations; the others are points in time. */
export const DURATIONS: readonly string[] = ['precision', 'resolution'];

/** One hostcall of the table as the tracing needs it, for one ABI. */
export interface CallShape {
  readonly number: number;
  readonly name: HostcallName;
  readonly family: Family;
  readonly abi: Abi;
  /** How many wasm arguments it takes. */
  readonly arity: number;
  readonly params: readonly ParamShape[];
  readonly results: readonly ResultShape[];
  readonly promoted: ResultShape | undefined;
  /** Index of the wasm argument that is its first descriptor; -1 if it takes none. */
  readonly descriptorAt: number;
  /** It moves bytes between the guest's buffers and something else. */
  readonly movesBytes: boolean;
  /** All that it writes into the guest's memory is captured; behind what it takes from there comes a checksum, as one more part. */
  readonly whole: boolean;
  /** Contents and values are left out. */
  readonly redacted: boolean;
  /**
   * Makes `structuredClone` and `postMessage` refuse a call. A copy would have the bytes of the calls captured beside it, and lack what is decoded.
   * The text is in the message of the error: `Symbol(…) could not be cloned`.
   */
  readonly uncloneable: symbol;
}

const UNCLONEABLE = Symbol('an event of hostcalls$; post call.toJSON() instead');

function sizeOf(kind: ResultKind, abi: Abi): number {
  const { struct, size = 0 } = resultKind(kind);
  return struct === undefined ? size : layoutOf(struct, abi).size;
}

function shape(name: HostcallName, number: number, abi: Abi): CallShape {
  const row = describe(name);
  let at = 0;
  let entry = 0;
  let exit = 0;
  let descriptors = 0;
  const params: ParamShape[] = [];
  for (const { name: param, kind, holds: content } of row.params) {
    const { form, wasm, entry: { length: entries } = [], exit: made = [] } = paramKinds[kind];
    const { length: exits } = content === undefined ? made : bufferContents[content];
    params.push({
      name: param,
      kind,
      form,
      at,
      entryPart: entries > 0 ? entry : -1,
      exitPart: exits > 0 ? exit : -1,
      descriptorIndex: kind === 'fd' ? descriptors++ : -1,
      content,
    });
    at += wasm.length;
    entry += entries;
    exit += exits;
  }
  const [first, second] = row.results;
  // Two sizes of equal standing (args_sizes_get) both stay in their places.
  const promotes = isPromoted(first?.kind) && second?.kind !== first?.kind;
  const results: ResultShape[] = [];
  for (const { name: result, kind } of row.results) {
    const { form, table, exit: parts } = resultKind(kind);
    const promoted = promotes && results.length === 0;
    // Values wider than 32 bits are not kept in the call's `value`.
    const kept = promoted && sizeOf(kind, abi) === 4;
    const returned = results.length === 0 && isPromoted(kind);
    results.push({
      name: result,
      kind,
      form,
      at,
      exitPart: kept ? -1 : exit,
      size: sizeOf(kind, abi),
      returned,
      promoted,
    });
    if (!row.returnsResult) at += table ? 2 : 1;
    exit += kept ? 0 : parts.length;
  }
  return {
    number,
    name,
    family: row.family,
    abi,
    arity: at,
    params,
    results,
    promoted: promotes ? results[0] : undefined,
    descriptorAt: params.find(param => param.kind === 'fd')?.at ?? -1,
    movesBytes: movesBytes(name),
    whole: false,
    redacted: false,
    uncloneable: UNCLONEABLE,
  };
}

/** A shape whose calls are captured whole: what is captured behind a checksum is one part further on. */
export function wholeShape(shape: CallShape): CallShape {
  let checksums = 0;
  const params = shape.params.map(param => {
    const moved = param.entryPart < 0 ? param : { ...param, entryPart: param.entryPart + checksums };
    if (takesBytes(param.kind)) checksums++;
    return moved;
  });
  return { ...shape, params, whole: true };
}

/** The shapes of all hostcalls of one ABI; a hostcall's number is its index. */
export function callShapes(abi: Abi): readonly CallShape[] {
  return everyHostcall.map((name, number) => shape(name, number, abi));
}
