import { describe, type HostcallName, isPromoted, type Param, paramKinds, resultKind } from '../../domain/index.js';

/** How the values that a meaning receives map to names, and which numbers it returns. */
export interface InterceptedShape {
  readonly params: readonly Param[];
  /** Names of the records, which come after the parameters. */
  readonly records: readonly string[];
  /** The largest number the call returns: 0 where it has no result to return. */
  readonly largest: number;
  readonly hasResults: boolean;
  readonly noreturn: boolean;
}

/** The shape of a hostcall, from the table. */
export function interceptedShape(name: HostcallName): InterceptedShape {
  const { params, results, noreturn = false } = describe(name);
  const kind = results[0]?.kind;
  const promoted = isPromoted(kind);
  return {
    params: params.filter(({ kind }) => paramKinds[kind].form !== 'count'),
    records: results.slice(promoted ? 1 : 0).map(result => result.name),
    largest: !promoted ? 0 : resultKind(kind).size === 8 ? Number.MAX_SAFE_INTEGER : 0xffffffff,
    hasResults: results.length > 0,
    noreturn,
  };
}
