import { decodeUtf8, encodeUtf8 } from '../../domain/index.js';
import type { TraceOutcome } from '../formats/index.js';
import { type UnknownImports, unknownImportsChoices } from '../modules/index.js';
import { RecordingError } from './recording-error.js';

/** The header of a recording: facts about it, at the beginning of the file. */
export interface RecordingHeader {
  /** What recorded it, such as `hostcall 0.1.0`. */
  readonly recorder: string;
  /** The path of the program, where a replay looks for it. */
  readonly program: string;
  /** SHA-256 of the program, 64 hexadecimal digits. */
  readonly sha256: string;
  /** When the recording began: ISO 8601, in UTC. */
  readonly started: string;
  /** The exported function that was called instead of starting the program, and its arguments as text. */
  readonly invoke?: { readonly name: string; readonly args: readonly string[] } | undefined;
  /** What happened to calls of imported functions that were not provided; absent if such a module was refused. */
  readonly unknownImports?: Exclude<UnknownImports, 'refuse'> | undefined;
  /** The bytes that its memory could grow to, where that was less than the module allows. */
  readonly maxMemory?: number | undefined;
  /** The program was given a network, and so could import WasmEdge's sockets. */
  readonly network?: boolean | undefined;
  /** The program starts threads, whose calls come in another order each time; it cannot be replayed. */
  readonly threads?: boolean | undefined;
  /** Contents, arguments and values of environment variables were left out; it cannot be replayed. */
  readonly redacted?: boolean | undefined;
}

/** What can become of calls of imported functions that were not provided, in a module that was not refused. */
export const standIns = unknownImportsChoices.filter(choice => choice !== 'refuse');

/** Whether something is a SHA-256 in hexadecimal. */
export function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** How a recorded program ended. An `error` is a failure of the host. */
export type RecordedEnd = TraceOutcome;

/** The trailer of a recording, at the end of the file. */
export interface RecordingTrailer {
  /** How many calls there are. */
  readonly calls: number;
  readonly end: RecordedEnd;
}

/** Encodes a header or trailer as JSON, so that fields can be added and people can read it. */
export function encodeJson(value: RecordingHeader | RecordingTrailer): Uint8Array {
  return encodeUtf8(JSON.stringify(value));
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(bytes: Uint8Array, offset: number, what: string): Fields {
  const text = decodeUtf8(bytes, 0, bytes.length);
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (isFields(value)) return value;
  } catch {
    // Refused below, like other text that is not an object.
  }
  throw new RecordingError(`has a ${what} that cannot be read`, offset);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Reads a header.
 * @param offset where it begins in the file, for an error
 */
export function decodeHeader(bytes: Uint8Array, offset: number): RecordingHeader {
  const fields = fieldsOf(bytes, offset, 'header');
  const { recorder, program, sha256, started, invoke, maxMemory, network, threads, redacted, unknownImports } = fields;
  const text = [recorder, program, sha256, started].every(field => typeof field === 'string');
  const called = invoke === undefined || (isFields(invoke) && typeof invoke.name === 'string' && isTexts(invoke.args));
  if (
    !text ||
    !called ||
    !isDigest(sha256) ||
    ![redacted, network, threads].every(fact => ['boolean', 'undefined'].includes(typeof fact)) ||
    !(maxMemory === undefined || isCount(maxMemory)) ||
    !(unknownImports === undefined || standIns.some(choice => choice === unknownImports))
  )
    throw new RecordingError('has a header that cannot be read', offset);
  return fields as unknown as RecordingHeader;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

/** Reads a trailer. */
export function decodeTrailer(bytes: Uint8Array, offset: number): RecordingTrailer {
  const fields = fieldsOf(bytes, offset, 'trailer');
  const { calls, end } = fields;
  if (!isCount(calls) || !isFields(end) || !isEnd(end))
    throw new RecordingError('has a trailer that cannot be read', offset);
  return fields as unknown as RecordingTrailer;
}

function isEnd({ exitCode, trap, signal, error }: Fields): boolean {
  return isCount(exitCode) || [trap, signal, error].some(text => typeof text === 'string');
}
