import { createRuntime } from '../../../application/assembly/index.js';
import { GuestStopped, GuestTrap } from '../../../application/errors.js';
import { type RecordedEnd, RecordingWriter } from '../../../application/recording/index.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Ports } from '../../../domain/index.js';
import {
  callbackOutput,
  type DeterministicOptions,
  memoryPorts,
  SeededRandom,
  SteppedClock,
  textInput,
} from '../../memory/index.js';
import type { RunRequest, RunWorld } from './run-world.js';

/** When a run with a seed takes place. */
const START = '2026-01-01T00:00:00Z';

/** Nanoseconds that each look at the clock of such a run takes. */
const TICK = 1500;

/** A recording may become this large, in bytes; then the program is stopped. */
const LARGEST = 512 * 2 ** 20;

/** The reports of a run in progress. */
export interface RunObserver {
  /** A piece of the recording; its bytes are used again. */
  recorded(bytes: Uint8Array): void;
  /** The program's output. */
  written(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
}

/** What only a caller in the same thread can give: the recorder's name, ports of its own, sockets. */
export interface RunExtras {
  readonly recorder: string;
  readonly sha256: string;
  readonly started: string;
  readonly ports?: Partial<Ports> | undefined;
  /** The program starts threads. */
  readonly threads?: true | undefined;
  readonly options?: Pick<ProgramOptions, 'sockets' | 'network'> | undefined;
}

/**
 * Runs a program in memory and records it.
 * @returns how it ended
 * @throws ConfigurationError for anything that cannot be run
 */
export async function recordRun(
  { program, wasm, world }: RunRequest,
  { recorder, sha256, started, ports: own, options, threads }: RunExtras,
  observer: RunObserver,
): Promise<RecordedEnd> {
  const ports = { ...portsOf(world), ...own };
  let size = 0;
  const signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
  const network = options?.network !== undefined && { network: true };
  const header = { recorder, program, sha256, started, ...network, ...(threads && { threads }) };
  const recording = new RecordingWriter(
    header,
    bytes => {
      size += bytes.length;
      signal.aborted = size > LARGEST;
      observer.recorded(bytes);
    },
    ports.engine,
  );
  const runtime = createRuntime(ports, { whole: true });
  const watching = runtime.hostcalls$.subscribe(call => recording.add(call));
  const output = (stream: 'stdout' | 'stderr') =>
    callbackOutput(bytes => {
      observer.written(stream, bytes);
    });
  try {
    const end = await endOf(
      () =>
        runtime.run(wasm, {
          ...optionsOf(program, world),
          signal,
          ...options,
          ...recording.outputs({ stdout: output('stdout'), stderr: output('stderr') }),
        }),
      { error: `the recording has reached ${LARGEST / 2 ** 20} MiB` },
    );
    recording.end(end);
    return end;
  } finally {
    watching.unsubscribe();
  }
}

/** A program's options from a world. */
export function optionsOf(program: string, { args, env, mountedAt }: RunWorld): ProgramOptions {
  return { argv0: program, args, env, preopens: { [mountedAt]: '/' } };
}

/** The ports of a world. */
export function portsOf({ seed, stdin, files }: RunWorld): Ports {
  const options: DeterministicOptions = { contents: files, stdin: textInput(stdin) };
  if (seed === undefined) return memoryPorts(options);
  return memoryPorts({ ...options, clocks: new SteppedClock(START, TICK), random: new SeededRandom(seed) });
}

/**
 * How a run ends.
 * @param stopped how it ends that is stopped
 * @throws ConfigurationError for anything that cannot be run
 */
export async function endOf(
  run: () => Promise<{ readonly exitCode: number }>,
  stopped: RecordedEnd,
): Promise<RecordedEnd> {
  try {
    return { exitCode: (await run()).exitCode };
  } catch (error) {
    if (error instanceof GuestTrap) return { trap: error.text, stack: error.frames };
    if (error instanceof GuestStopped) return stopped;
    throw error;
  }
}
