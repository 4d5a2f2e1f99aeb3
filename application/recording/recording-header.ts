import { decodeUtf8, encodeUtf8 } from '../../domain/index.js';
import type { TraceOutcome } from '../formats/index.js';
import { type UnknownImports, unknownImportsChoices } from '../modules/index.js';
import { checkOptions, FLAG, type OptionKinds, oneOf, recordOf, required, TEXT } from '../options/index.js';
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
  /** The exported function that was called in place of starting the program, and its arguments as text. */
  readonly invoke?: { readonly name: string; readonly args: readonly string[] } | undefined;
  /** What became of calls of imported functions that were not provided; absent if such a module was refused. */
  readonly unknownImports?: Exclude<UnknownImports, 'refuse'> | undefined;
  /** The program was given a network, and so could import WasmEdge's sockets. */
  readonly network?: boolean | undefined;
  /** Contents, arguments and values of environment variables were left out; it cannot be replayed. */
  readonly redacted?: boolean | undefined;
}

const STAND_IN = oneOf(unknownImportsChoices.filter(choice => choice !== 'refuse'));

const kinds: OptionKinds<RecordingHeader> = {
  recorder: required(TEXT),
  program: required(TEXT),
  sha256: required({ expected: '64 hexadecimal digits', fits: isDigest }),
  started: required(TEXT),
  invoke: recordOf('a name and a list of arguments'),
  unknownImports: STAND_IN,
  network: FLAG,
  redacted: FLAG,
};

/** @throws ConfigurationError for a fact that does not exist, that is missing, or that is something else than it can be */
export function checkHeader(header: RecordingHeader): void {
  checkOptions(header, 'the header of a recording', kinds);
}

function isDigest(value: unknown): boolean {
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
    // Handled as any other text that is not an object.
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
  const { recorder, program, sha256, started, invoke, network, redacted, unknownImports } = fields;
  const text = [recorder, program, sha256, started].every(field => typeof field === 'string');
  const called = invoke === undefined || (isFields(invoke) && typeof invoke.name === 'string' && isTexts(invoke.args));
  if (
    !text ||
    !called ||
    !isDigest(sha256) ||
    ![redacted, network].every(fact => ['boolean', 'undefined'].includes(typeof fact)) ||
    !(unknownImports === undefined || STAND_IN.fits(unknownImports))
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
