import { describe, type HostcallName, Right, type RightName, rightsToOpen, Whence } from '../../domain/index.js';
import type { CallRecord, ParamShape } from '../tracing/index.js';
import { decodeParam } from '../tracing/index.js';

/**
 * The rights a descriptor has to hold for a call: those in the table, but for the calls for which they depend on the other arguments.
 * @returns masks, of which one has to be held; the last one decides about the errno if none is
 */
export function neededRights(call: CallRecord, param: ParamShape): readonly [number, ...number[]] {
  const { params } = call.shape;
  const value = (name: string) => decodeParam(call, params.find(other => other.name === name) as ParamShape);
  switch (call.name) {
    case 'path_open':
      return [rightsToOpen(value('oflags') as number)];
    case 'fd_seek':
      return value('offset') === 0n && value('whence') === Whence.CUR
        ? [Right.FD_SEEK, Right.FD_TELL]
        : [Right.FD_SEEK];
    case 'fd_tell':
      return [Right.FD_TELL, Right.FD_SEEK];
    default:
      return [tableRights(call.name, param.name)];
  }
}

function tableRights(name: HostcallName, param: string): number {
  const rights: readonly RightName[] = describe(name).params.find(other => other.name === param)?.rights ?? [];
  return rights.reduce((mask, right) => mask | Right[right], 0);
}
