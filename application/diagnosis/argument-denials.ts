import {
  decodeUtf8,
  type EnumKind,
  Errno,
  enumerations,
  type FlagKind,
  flagSets,
  type ParamKind,
} from '../../domain/index.js';
import { listed } from '../text/index.js';
import type { CallRecord, EncodingDenial, LimitDenial, PointerDenial, ValueDenial } from '../tracing/index.js';

/** The denial of a range outside of the memory. */
export function pointerDenial(
  call: CallRecord,
  param: string,
  pointer: number,
  length: number,
  index?: number,
): PointerDenial {
  const { memorySize } = call;
  return {
    kind: 'pointer',
    errno: Errno.EFAULT,
    param,
    ...(index !== undefined && { index }),
    pointer,
    length,
    memorySize,
  };
}

const hex = (value: number) => `0x${value.toString(16)}`;

export function pointerText({ param, index, pointer, length, memorySize }: PointerDenial): string {
  const what = index === undefined ? param : `buffer ${index} of ${param}`;
  const bytes = length === 1 ? '1 byte' : `${length} bytes`;
  return `${what} is outside of the memory: ${bytes} at ${hex(pointer)}, and the memory ends at ${hex(memorySize)}`;
}

/** Whether a kind of parameter is a set of flags. */
export function isFlags(kind: ParamKind | EnumKind | FlagKind): kind is Extract<ParamKind, FlagKind> {
  return kind in flagSets;
}

/** Whether a kind of parameter is one of an enumeration. */
export function isEnumeration(kind: ParamKind): kind is Extract<ParamKind, EnumKind> {
  return kind in enumerations;
}

/**
 * Checks flags or an enumeration.
 * @returns undefined for a defined value
 */
export function findValue(param: string, of: FlagKind | EnumKind, value: number): ValueDenial | undefined {
  const denial = { kind: 'value', errno: Errno.EINVAL, param, of, value } as const;
  if (of in flagSets) {
    const { length } = flagSets[of as FlagKind];
    const undefinedBits = (value & ~((1 << length) - 1)) >>> 0;
    return undefinedBits === 0 ? undefined : { ...denial, undefinedBits };
  }
  return value < enumerations[of as EnumKind].length ? undefined : denial;
}

export function valueText({ param, of, value, undefinedBits }: ValueDenial): string {
  if (undefinedBits === undefined) {
    const values: readonly string[] = enumerations[of as EnumKind];
    const known = values.length > 8 ? `0 to ${values.length - 1}` : listed([...values]);
    return `${param} is ${value}, which has no meaning: there are ${known}`;
  }
  const bits: readonly string[] = flagSets[of as FlagKind];
  const known = bits.length === 0 ? 'no flags are defined' : `there are ${listed([...bits])}`;
  return `${param} has bits without a meaning, 0x${undefinedBits.toString(16)}: ${known}`;
}

/** No character takes more bytes. */
const LONGEST = 4;

/**
 * Looks for what is not UTF-8.
 * @param bytes where the text lies
 * @param at its first byte
 * @returns undefined if all of it is UTF-8
 */
export function findEncoding(param: string, bytes: Uint8Array, at: number, length: number): EncodingDenial | undefined {
  const end = at + length;
  for (let from = at; from < end; ) {
    let size = 1;
    while (size <= LONGEST && (from + size > end || decodeUtf8(bytes, from, size) === undefined)) size++;
    if (size > LONGEST) {
      return { kind: 'encoding', errno: Errno.EILSEQ, param, position: from - at, byte: bytes[from] as number };
    }
    from += size;
  }
  return undefined;
}

export function encodingText({ param, position, byte }: EncodingDenial): string {
  return `${param} is not UTF-8: byte ${position}, 0x${byte.toString(16).padStart(2, '0')}, belongs to no character`;
}

const errnos = {
  descriptors: Errno.EMFILE,
  pathBytes: Errno.ENAMETOOLONG,
  iovecs: Errno.EINVAL,
  iovecBytes: Errno.EINVAL,
  subscriptions: Errno.EINVAL,
} as const;

/** The denial of a call that exceeds a limit. */
export function limitDenial(limit: LimitDenial['limit'], count: number, most: number, param?: string): LimitDenial {
  return { kind: 'limit', errno: errnos[limit], ...(param !== undefined && { param }), limit, count, most };
}

export function limitText({ param, limit, count, most }: LimitDenial): string {
  switch (limit) {
    case 'descriptors':
      return `${count} descriptors are open, and the limit is ${most}`;
    case 'pathBytes':
      return `${param} has ${count} bytes, and the limit is ${most}`;
    case 'iovecs':
      return `${param} has ${count} buffers, and the limit is ${most}`;
    case 'iovecBytes':
      return `the buffers of ${param} have ${count} bytes together, and one call moves at most ${most}`;
    case 'subscriptions':
      return `there are ${count} subscriptions, and the limit is ${most}`;
  }
}
