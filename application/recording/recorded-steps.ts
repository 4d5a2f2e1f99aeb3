import { decodeUtf8, fillsBuffers, type HostcallName, layouts, takesBytes } from '../../domain/index.js';
import type { TraceCall, TraceCallItem, TraceItem, TraceStep } from '../comparison/index.js';
import { parseStrace } from '../comparison/index.js';
import { formatOutcome, lineOf, type TraceOutcome } from '../formats/index.js';
import { type CallRecord, type HostcallEvent, recordOf } from '../tracing/index.js';
import { sameCapture } from './same-capture.js';

/** The part of a recording that is needed. */
export interface RecordedCalls {
  calls(): Iterable<HostcallEvent>;
  /** How the program ended. */
  readonly end: TraceOutcome;
}

const DIRENT = layouts.dirent;
const NAME_LENGTH_AT = DIRENT.fields.find(({ name }) => name === 'd_namlen')?.offset ?? 0;
const TYPE_AT = DIRENT.fields.find(({ name }) => name === 'd_type')?.offset ?? 0;

/** A call of a recording without its text yet. */
class UnprintedCall implements TraceCall {
  readonly number: number;
  readonly key = undefined;
  readonly #call: CallRecord;
  readonly #stringSize: number;

  constructor(call: CallRecord, number: number, stringSize: number) {
    this.number = number;
    this.#call = call;
    this.#stringSize = stringSize;
  }

  get name(): HostcallName {
    return this.#call.name;
  }

  get duration(): number {
    return this.#call.duration;
  }

  isSurely(other: TraceCall): boolean {
    return other instanceof UnprintedCall && sameCapture(this.#call, other.#call);
  }

  step(): TraceStep {
    const call = this.#call;
    const item = parseStrace(lineOf(call, { stringSize: this.#stringSize }), this.number);
    if (typeof item === 'string' || !('args' in item))
      throw new Error(`the line of a recorded ${call.name} is none of a trace`);
    return { ...item, instance: call.instance, duration: call.duration, contents: contentsOf(call) };
  }
}

/**
 * Reads a recording as a trace whose calls become texts when they are asked for.
 * @param stringSize how many bytes of strings the steps' texts show; all are compared
 */
export function* callsOfRecording(recording: RecordedCalls, stringSize = 32): Generator<TraceCallItem> {
  let number = 0;
  for (const event of recording.calls()) yield new UnprintedCall(recordOf(event), number++, stringSize);
  const { end } = recording;
  const line = formatOutcome(end);
  yield { ending: line?.slice('+++ '.length, -' +++'.length) ?? 'failed with its host' };
}

/**
 * Reads a recording as a trace.
 * @param stringSize how many bytes of strings the steps' texts show; all are compared
 */
export function* stepsOfRecording(recording: RecordedCalls, stringSize = 32): Generator<TraceItem> {
  for (const item of callsOfRecording(recording, stringSize)) yield 'ending' in item ? item : item.step();
}

/** A key for all of the contents that a call moved, except for random bytes. */
function contentsOf(call: CallRecord): string | undefined {
  for (const { kind, content, entryPart, exitPart } of call.shape.params) {
    if (takesBytes(kind)) return digest(call.entryBytes(entryPart + 2));
    if (fillsBuffers(kind) || content === 'name') return digest(call.exitBytes(exitPart));
    if (content === 'entries') return names(call.exitBytes(exitPart));
  }
  return undefined;
}

/** Two hashes of 32 bits, and the length. */
function digest(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x5bd1e995);
    b ^= b >>> 15;
  }
  return `${bytes.length}:${a >>> 0}:${b >>> 0}`;
}

/** Names and types of directory entries: inode numbers and cookies are the host's. */
function names(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: string[] = [];
  for (let at = 0; at + DIRENT.size <= bytes.length; ) {
    const length = view.getUint32(at + NAME_LENGTH_AT, true);
    const name = bytes.subarray(at + DIRENT.size, at + DIRENT.size + length);
    entries.push(`${view.getUint8(at + TYPE_AT)}${decodeUtf8(name, 0, name.length) ?? digest(name)}`);
    at += DIRENT.size + length;
  }
  return entries.join('/');
}
