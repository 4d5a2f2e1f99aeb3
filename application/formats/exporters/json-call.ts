import { errnoName, type LayoutName, layoutOf, resultKind, type StackFrame } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import type { CallRecord } from '../../tracing/index.js';
import {
  type Chunk,
  decodeParam,
  decodeResult,
  findPart,
  type ParamShape,
  pathOf,
  plainDenial,
  type ResultShape,
  stackOf,
} from '../../tracing/index.js';
import { namedFrame } from '../strace/stack-lines.js';
import type { TraceOutcome } from '../trace-outcome.js';
import { jsonBigint, jsonMember, jsonU64, jsonValue } from './json-values.js';

/** A struct by its layout, from where it was captured. */
function struct(call: CallRecord, name: LayoutName, { view }: Chunk, start: number): string {
  let members = '';
  for (const { name: field, offset, type } of layoutOf(name, call.abi).fields) {
    const at = start + offset;
    members += `,"${field}":`;
    if (type === 'u64') members += jsonU64(view.getUint32(at, true), view.getUint32(at + 4, true));
    else if (type === 'u32') members += view.getUint32(at, true);
    else members += type === 'u16' ? view.getUint16(at, true) : view.getUint8(at);
  }
  return `{${members.slice(1)}}`;
}

function argument(call: CallRecord, param: ParamShape): string | undefined {
  const value = decodeParam(call, param);
  return typeof value === 'number' ? String(value) : jsonValue(value);
}

function result(call: CallRecord, shape: ResultShape): string | undefined {
  const { kind, exitPart } = shape;
  const { struct: layout } = resultKind(kind);
  if (exitPart >= 0 && layout !== undefined) {
    const chunk = call.exitChunk;
    const start = chunk === undefined ? -1 : findPart(chunk, call.exitAt, exitPart);
    return chunk === undefined || start < 0 ? undefined : struct(call, layout, chunk, start);
  }
  const value = decodeResult(call, shape);
  return typeof value === 'bigint' ? jsonBigint(value) : jsonValue(value);
}

/** The arguments of a call by name, as an object. */
export function jsonArguments(call: CallRecord): string {
  let members = '';
  for (const param of call.shape.params) {
    const json = argument(call, param);
    if (json !== undefined) members += `,"${param.name}":${json}`;
  }
  return `{${members.slice(1)}}`;
}

/** The results of a call that succeeded by name, as an object. */
export function jsonResults(call: CallRecord): string {
  let members = '';
  for (const shape of call.shape.results) {
    const json = result(call, shape);
    if (json !== undefined) members += `,"${shape.name}":${json}`;
  }
  return `{${members.slice(1)}}`;
}

/** The errno of a call with its name, and whether the call was tampered with. */
export function jsonOutcome({ errno, extras }: CallRecord): string {
  const outcome = errno === 0 ? '"errno":0' : `"errno":${errno},"error":"${errnoName(errno)}"`;
  if (extras === undefined) return outcome;
  return `${outcome}${extras.injected ? ',"injected":true' : ''}${extras.delayed ? ',"delayed":true' : ''}`;
}

/** The guest's functions that led to a call, the innermost first, as a member with a comma before it; nothing if they are not known. */
export function jsonStack(call: CallRecord, symbols: GuestSymbols | undefined): string {
  const stack = stackOf(call);
  return stack === undefined ? '' : `,"stack":${jsonFrames(stack, symbols)}`;
}

function jsonFrames(stack: readonly StackFrame[], symbols: GuestSymbols | undefined): string {
  return JSON.stringify(symbols === undefined ? stack : stack.map(frame => namedFrame(frame, symbols)));
}

/** How a program ended, as members without the braces. */
export function jsonEnd(outcome: TraceOutcome, symbols: GuestSymbols | undefined): string {
  if (!('trap' in outcome) || outcome.stack === undefined) return JSON.stringify(outcome).slice(1, -1);
  return `"trap":${JSON.stringify(outcome.trap)},"stack":${jsonFrames(outcome.stack, symbols)}`;
}

/** The members that `plainEvent` has, in its order, without the braces. Functions of a stack have the names that `symbols` gives them. */
export function jsonCall(call: CallRecord, symbols?: GuestSymbols): string {
  const { sequence, instance, thread, name, abi, state, descriptor, bytes } = call;
  const who = `"instance":${instance}${thread === 1 ? '' : `,"thread":${thread}`}`;
  const begin = `"sequence":${sequence},${who},"name":"${name}","abi":"${abi}","state":"${state}"`;
  const when = `"start":${call.start}${state === 'entered' ? '' : `,"duration":${call.duration}`}`;
  const about = `${descriptor === undefined ? '' : `,"descriptor":${descriptor}`}${jsonMember('path', pathOf(call))}`;
  const results = call.succeeded ? `,"result":${jsonResults(call)}` : '';
  const denial = call.extras?.denial === undefined ? '' : `,"denial":${JSON.stringify(plainDenial(call).denial)}`;
  const values = `"bytes":${bytes},"args":${jsonArguments(call)}${results}${jsonStack(call, symbols)}${denial}`;
  return `${begin},${when},${jsonOutcome(call)}${about},${values}`;
}
