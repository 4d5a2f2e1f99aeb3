import { type HostcallName, type ParamName, rightsFor } from '../../domain/index.js';
import type { CallRecord, ParamShape } from '../tracing/index.js';
import { decodeParam } from '../tracing/index.js';

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
