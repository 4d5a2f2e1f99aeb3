/** The rights that a call asks of its descriptors, computed from the table. */
import { type EnumKind, enumerations, type FlagKind, flagSets } from './flags.js';
import { describe, type HostcallName, type hostcalls } from './hostcalls.js';
import type { ConditionalRights, Param } from './kinds.js';
import { type RightName, rightsNamed } from './rights.js';
import { layouts } from './struct-layouts.js';

/** The names of a hostcall's parameters. */
export type ParamName<N extends HostcallName> = (typeof hostcalls)[N]['params'][number]['name'];

/** The value of an argument by its name; for poll_oneoff, of a member of the subscription. */
export type ArgumentOf = (name: string) => number;

/** Rights that do in place of others. */
export interface SubstituteRights {
  /** A mask. */
  readonly rights: number;
  /** The required arguments, by name; undefined for those that do not matter. */
  readonly where: Readonly<Record<string, number | undefined>>;
}

function rowOf<N extends HostcallName>(name: N, param: ParamName<N>): Param {
  return describe(name).params.find(other => other.name === param) as Param;
}

/** What kind the values have that a condition names. */
function kindOf(name: HostcallName, argument: string): string {
  const fields: readonly { readonly name: string; readonly as?: string }[] = layouts.subscription.fields;
  const { kind } = describe(name).params.find(param => param.name === argument) ?? {};
  return kind ?? fields.find(field => field.name === argument)?.as ?? '';
}

/** The number that a condition names: a mask of the flag, the value of the enumeration, or the number itself. */
function numberOf(kind: string, value: string | number): number {
  if (typeof value === 'number') return value;
  if (kind in flagSets) return 1 << flagSets[kind as FlagKind].indexOf(value as never);
  return enumerations[kind as EnumKind].indexOf(value as never);
}

function isSo(name: HostcallName, { where = {} }: ConditionalRights, argument: ArgumentOf): boolean {
  return Object.entries(where).every(([named, value]) => {
    const kind = kindOf(name, named);
    const number = numberOf(kind, value);
    return kind in flagSets ? (argument(named) & number) !== 0 : argument(named) === number;
  });
}

function maskOf(name: HostcallName, rules: readonly ConditionalRights[] = [], argument: ArgumentOf): number {
  return rules.reduce((mask, rule) => (isSo(name, rule, argument) ? mask | rightsNamed(rule.rights) : mask), 0);
}

/**
 * The rights that a descriptor must hold for a call, whatever the other arguments.
 * @param name a name of the table
 * @param param the parameter that is the descriptor, or that names descriptors
 * @returns a mask; 0 where the call asks for none
 */
export function requiredRights<N extends HostcallName>(name: N, param: ParamName<N>): number {
  const names: readonly RightName[] = rowOf(name, param).rights ?? [];
  return rightsNamed(names);
}

/**
 * The rights that do in place of {@link requiredRights}, as FD_SEEK does for fd_tell.
 * @returns rights 0 where there are none
 */
export function substituteRights<N extends HostcallName>(name: N, param: ParamName<N>): SubstituteRights {
  const { instead } = rowOf(name, param);
  if (instead === undefined) return { rights: 0, where: {} };
  const entries = Object.entries(instead.where ?? {});
  const where = entries.map(([named, value]) => [named, numberOf(kindOf(name, named), value)]);
  return { rights: rightsNamed(instead.rights), where: Object.fromEntries(where) };
}

/**
 * The rights that a descriptor must hold for a call with given arguments.
 * @returns masks, of which it must hold one; the last one decides about the errno if it holds none
 */
export function rightsFor<N extends HostcallName>(
  name: N,
  param: ParamName<N>,
  argument: ArgumentOf,
): readonly [number, ...number[]] {
  const { also, instead } = rowOf(name, param);
  const required = requiredRights(name, param) | maskOf(name, also, argument);
  return instead !== undefined && isSo(name, instead, argument) ? [required, rightsNamed(instead.rights)] : [required];
}

/**
 * The rights that a directory must hand down for a call with given arguments, beside those that are asked for.
 * @returns a mask
 */
export function inheritedRightsFor<N extends HostcallName>(name: N, param: ParamName<N>, argument: ArgumentOf): number {
  return maskOf(name, rowOf(name, param).handsDown, argument);
}
