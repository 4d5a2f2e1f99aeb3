import { layouts } from '../../../domain/index.js';
import type { ParamShape, ResultShape } from '../../tracing/index.js';
import { type StoredCall, storedCallOf } from '../recorded-call.js';
import type { Recording } from '../recording.js';

const EVENT = layouts.event.size;

/**
 * Why a recording cannot be replayed.
 * @returns the reason, as a sentence about the recording without its end: `it was made with …`; undefined if nothing is
 */
export function obstacleTo(recording: Recording): string | undefined {
  if (recording.header.redacted === true)
    return 'it was redacted: what the program read is not in it, so there is nothing to give it again';
  if (recording.header.threads === true)
    return 'its program has threads, which make their calls in another order each time';
  let first: StoredCall | undefined;
  let last = -1;
  let number = 0;
  for (const event of recording.calls()) {
    const call = storedCallOf(event);
    first ??= call;
    if (call.instance !== first.instance) return 'it has calls of more than one program';
    if (call.sequence <= last)
      return `the host called into the program during call ${number}, ${call.name}, and what the host does is not recorded`;
    if (!isWhole(call)) return `what call ${number}, ${call.name}, gave to the program is not all in it`;
    last = call.sequence;
    number++;
  }
  return undefined;
}

/** Whether all is known that a call wrote into the guest's memory. */
function isWhole(call: StoredCall): boolean {
  if (!call.succeeded) return true;
  const { params, results } = call.shape;
  return params.every(param => hasParam(call, param)) && results.every(result => hasResult(call, result));
}

function hasParam(call: StoredCall, { form, exitPart }: ParamShape): boolean {
  if (exitPart < 0) return true;
  // Of what has a length of its own, all is kept.
  if (form === 'bytes' || form === 'addresses') return call.exitBytes(exitPart) !== undefined;
  const size = form === 'events' ? call.value * EVENT : call.value;
  return call.exitBytes(exitPart)?.length === size;
}

function hasResult(call: StoredCall, { form, exitPart }: ResultShape): boolean {
  if (exitPart < 0) return true;
  if (form === 'strings' && call.exitBytes(exitPart)?.[0] !== 0) return false;
  return call.exitBytes(form === 'strings' ? exitPart + 1 : exitPart) !== undefined;
}
