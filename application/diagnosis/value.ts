import { type EnumKind, Errno, enumerations, type FlagKind, flagSets, type ParamKind } from '../../domain/index.js';
import type { ValueDenial } from '../tracing/index.js';
import { listed } from './wording.js';

/** Whether a kind of parameter is a set of flags. */
export function isFlags(kind: ParamKind | EnumKind | FlagKind): kind is Extract<ParamKind, FlagKind> {
  return kind in flagSets;
}

/** Whether a kind of parameter is one of an enumeration. */
export function isEnumeration(kind: ParamKind): kind is Extract<ParamKind, EnumKind> {
  return kind in enumerations;
}

/**
 * Looks at flags or an enumeration.
 * @returns undefined for a value that has a meaning
 */
export function findValue(param: string, of: FlagKind | EnumKind, value: number): ValueDenial | undefined {
  const denial = { kind: 'value', errno: Errno.EINVAL, param, of, value } as const;
  if (of in flagSets) {
    const { length } = flagSets[of as FlagKind].bits;
    const undefinedBits = (value & ~((1 << length) - 1)) >>> 0;
    return undefinedBits === 0 ? undefined : { ...denial, undefinedBits };
  }
  return value < enumerations[of as EnumKind].values.length ? undefined : denial;
}

export function valueText({ param, of, value, undefinedBits }: ValueDenial): string {
  if (undefinedBits === undefined) {
    const { values } = enumerations[of as EnumKind];
    const known = values.length > 8 ? `0 to ${values.length - 1}` : listed([...values]);
    return `${param} is ${value}, which has no meaning: there are ${known}`;
  }
  const bits: readonly string[] = flagSets[of as FlagKind].bits;
  const known = bits.length === 0 ? 'no flags are defined' : `there are ${listed([...bits])}`;
  return `${param} has bits without a meaning, 0x${undefinedBits.toString(16)}: ${known}`;
}
