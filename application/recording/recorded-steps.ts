import { decodeUtf8, fillsBuffers, layouts, takesBytes } from '../../domain/index.js';
import type { TraceItem } from '../comparison/index.js';
import { parseStrace } from '../comparison/index.js';
import { formatOutcome, lineOf, type TraceOutcome } from '../formats/index.js';
import { type CallRecord, type HostcallEvent, recordOf } from '../tracing/index.js';

/** What is needed of a recording. */
export interface RecordedCalls {
  calls(): Iterable<HostcallEvent>;
  /** How the program ended. */
  readonly end: TraceOutcome;
}

const DIRENT = layouts.dirent;
const NAME_LENGTH_AT = DIRENT.fields.find(({ name }) => name === 'd_namlen')?.offset ?? 0;
const TYPE_AT = DIRENT.fields.find(({ name }) => name === 'd_type')?.offset ?? 0;

/**
 * Reads a recording as a trace.
 * @param stringSize how many bytes of strings the steps' texts show; all are compared
 */
export function* stepsOfRecording(recording: RecordedCalls, stringSize = 32): Generator<TraceItem> {
  let number = 0;
  for (const event of recording.calls()) {
    const call = recordOf(event);
    const item = parseStrace(lineOf(call, { stringSize }), number++);
    if (typeof item === 'string' || !('args' in item)) continue;
    yield { ...item, instance: call.instance, duration: call.duration, contents: contentsOf(call) };
  }
  const { end } = recording;
  const line = formatOutcome(end);
  yield { ending: line?.slice('+++ '.length, -' +++'.length) ?? 'failed with its host' };
}

/** What tells the contents that a call moved, all of them, but for random bytes. */
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
