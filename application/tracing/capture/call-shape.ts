import {
  describe,
  type HostcallName,
  hostcallNames,
  isPromoted,
  type Layout,
  type LayoutName,
  layouts,
  movesBytes,
  type ParamKind,
  type ResultKind,
  unstableLayouts,
  WITH_LENGTH,
} from '../../../domain/index.js';

/** Which of the two ABIs a guest was built for. */
export type Abi = 'preview1' | 'unstable';

/** What the buffer of a call is filled with: a name, random bytes, or directory entries. */
export type BufferContent = 'name' | 'random' | 'entries';

/** A parameter, with where its value is found in the raw call and in what was captured. */
export interface ParamShape {
  readonly name: string;
  readonly kind: ParamKind;
  /** Index of its (first) wasm argument. */
  readonly at: number;
  /** Index of its (first) part captured on entry; -1 if none is. */
  readonly entryPart: number;
  /** Index of its (first) part captured on return; -1 if none is. */
  readonly exitPart: number;
  /** Among the call's descriptors: 0 for the first; -1 if it is none. */
  readonly descriptorIndex: number;
  readonly content: BufferContent;
}

/** A result, with where it is found. */
export interface ResultShape {
  readonly name: string;
  readonly kind: ResultKind;
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

/** One hostcall of the table as the tracing needs it, for one ABI. */
export interface CallShape {
  readonly number: number;
  readonly name: HostcallName;
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
}

/**
 * The layout of a struct.
 * @param name which struct
 * @param abi for which ABI
 */
export function layoutOf(name: LayoutName, abi: Abi): Layout {
  return abi === 'unstable' && name in unstableLayouts
    ? unstableLayouts[name as keyof typeof unstableLayouts]
    : layouts[name];
}

function sizeOf(kind: ResultKind, abi: Abi): number {
  switch (kind) {
    case 'fdstat':
    case 'filestat':
    case 'prestat':
      return layoutOf(kind, abi).size;
    case 'filesize':
    case 'timestamp':
      return 8;
    case 'roflags':
      return 2;
    default:
      return 4;
  }
}

function contentOf(name: HostcallName): BufferContent {
  if (name === 'random_get') return 'random';
  return name === 'fd_readdir' ? 'entries' : 'name';
}

/** How many parts the capture of a parameter makes on entry: the memory it points to, as far as the call reads it. */
function entryParts(kind: ParamKind): number {
  if (kind === 'ciovecs') return 2;
  return kind === 'path' || kind === 'iovecs' || kind === 'subscriptions' ? 1 : 0;
}

/** How many parts the capture of a parameter makes on return: the memory it points to, as far as the call wrote it. */
function exitParts(kind: ParamKind, content: BufferContent): number {
  if (kind === 'buffer') return content === 'entries' ? 2 : 1;
  return kind === 'iovecs' || kind === 'events' ? 1 : 0;
}

function shape(name: HostcallName, number: number, abi: Abi): CallShape {
  const row = describe(name);
  const content = contentOf(name);
  let at = 0;
  let entry = 0;
  let exit = 0;
  let descriptors = 0;
  const params: ParamShape[] = [];
  for (const { name: param, kind } of row.params) {
    const entries = entryParts(kind);
    const exits = exitParts(kind, content);
    params.push({
      name: param,
      kind,
      at,
      entryPart: entries > 0 ? entry : -1,
      exitPart: exits > 0 ? exit : -1,
      descriptorIndex: kind === 'fd' ? descriptors++ : -1,
      content,
    });
    at += WITH_LENGTH.has(kind) ? 2 : 1;
    entry += entries;
    exit += exits;
  }
  const [first, second] = row.results;
  // Two sizes of equal standing (args_sizes_get) both stay in their places.
  const promotes = isPromoted(first?.kind) && second?.kind !== first?.kind;
  const results: ResultShape[] = [];
  for (const { name: result, kind } of row.results) {
    const promoted = promotes && results.length === 0;
    const kept = promoted && kind !== 'filesize';
    const returned = results.length === 0 && isPromoted(kind);
    results.push({ name: result, kind, at, exitPart: kept ? -1 : exit, size: sizeOf(kind, abi), returned, promoted });
    at += kind === 'strings' ? 2 : 1;
    exit += kept ? 0 : kind === 'strings' ? 2 : 1;
  }
  return {
    number,
    name,
    abi,
    arity: at,
    params,
    results,
    promoted: promotes ? results[0] : undefined,
    descriptorAt: params.find(param => param.kind === 'fd')?.at ?? -1,
    movesBytes: movesBytes(name),
    whole: false,
    redacted: false,
  };
}

/** The shapes of all hostcalls of one ABI; a hostcall's number is its index. */
export function callShapes(abi: Abi): readonly CallShape[] {
  return hostcallNames.map((name, number) => shape(name, number, abi));
}
