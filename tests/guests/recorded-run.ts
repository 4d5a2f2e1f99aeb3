import { captureOutput } from '../../adapters/memory/index.js';
import { StandardEngine } from '../../adapters/web/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestTrap } from '../../application/errors.js';
import {
  type Recording,
  type RecordingHeader,
  RecordingWriter,
  type ReplayOptions,
  readRecording,
  replay,
} from '../../application/recording/index.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import type { TraceSettings } from '../../application/tracing/index.js';
import type { Ports } from '../../domain/index.js';
import type { GuestResult } from './guest.js';

/** A header such as a recording begins with. */
export const someHeader: RecordingHeader = {
  recorder: 'the tests',
  program: '/guest.wasm',
  sha256: '0123456789abcdef'.repeat(4),
  started: '2026-01-31T12:00:00.000Z',
};

/** A writer that keeps what it writes. */
export function keptRecording(header = someHeader) {
  const pieces: Buffer[] = [];
  const recording = new RecordingWriter(header, bytes => pieces.push(Buffer.from(bytes)));
  return { recording, file: () => new Uint8Array(Buffer.concat(pieces)) };
}

/** A program that has been run and recorded. */
export interface RecordedRun {
  readonly result: GuestResult;
  readonly file: Uint8Array;
}

/**
 * Runs a program and records it.
 * @param options what it gets, but for stdout and stderr
 * @param settings of the trace that is recorded, beside `whole`
 */
export async function recordRun(
  ports: Ports,
  wasm: Uint8Array,
  options: ProgramOptions,
  header = someHeader,
  settings: TraceSettings = {},
): Promise<RecordedRun> {
  const stdout = captureOutput();
  const stderr = captureOutput();
  const { recording, file } = keptRecording(header);
  const runtime = createRuntime(ports, { ...settings, whole: true });
  runtime.hostcalls$.subscribe(call => recording.add(call));
  let exitCode: number | undefined;
  let trapped: string | undefined;
  try {
    const outcome = await runtime.run(wasm, { ...options, ...recording.outputs({ stdout, stderr }) });
    exitCode = outcome.exitCode;
    recording.end({ exitCode });
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw error;
    trapped = error.text;
    recording.end({ trap: trapped });
  }
  const result = { exitCode, stdout: stdout.text, stderr: stderr.text, trapped };
  return { result, file: file() };
}

/** Replays a recording with nothing but an engine. */
export async function replayRun(
  recording: Uint8Array | Recording,
  wasm: Uint8Array,
  options: ReplayOptions = {},
): Promise<GuestResult> {
  const engine = new StandardEngine();
  const printed: [Buffer[], Buffer[]] = [[], []];
  const end = await replay(
    recording instanceof Uint8Array ? readRecording(recording) : recording,
    await engine.compile(wasm),
    engine,
    { ...options, output: (stream, bytes) => printed[stream - 1]?.push(Buffer.from(bytes)) },
  );
  const [stdout, stderr] = printed.map(pieces => Buffer.concat(pieces).toString()) as [string, string];
  return {
    exitCode: 'exitCode' in end ? end.exitCode : undefined,
    stdout,
    stderr,
    trapped: 'trap' in end ? end.trap : undefined,
  };
}
