import type { Contents } from '../../application/composition/index.js';
import type { LessonWorld } from '../../application/lessons/index.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import { encodeUtf8, type Iovecs, type Socket } from '../../domain/index.js';
import {
  captureOutput,
  directory,
  MemoryNetwork,
  type MemoryPorts,
  memoryPorts,
  SeededRandom,
  SteppedClock,
  snapshot,
  textInput,
} from '../memory/index.js';
import { decodeAnyUtf8 } from '../web/index.js';
import { LateInput } from './late-input.js';

/** REALTIME when a program of a lesson starts. */
export const START = '2026-01-01T00:00:00Z';

/** Bytes that files may take, and that the memory of a program may grow to. */
const MEMORY_LIMIT = 2 ** 26;
/** Bytes of output that are kept; beyond, a write is ENOSPC. */
const OUTPUT_LIMIT = 2 ** 20;

/** What the program of a lesson runs in, and what it is given. */
export interface MadeWorld {
  readonly ports: MemoryPorts;
  readonly options: ProgramOptions;
  /** Files in the end, by path. */
  files(): Record<string, string>;
  /** What each client has got. */
  received(): string[];
}

/** Makes the world of a lesson, in memory. */
export function lessonWorld({ args, env, files = {}, preopens = {}, stdin, listen, tick = 0 }: LessonWorld): MadeWorld {
  const clocks = new SteppedClock(START, tick);
  const late = new LateInput(clocks, typeof stdin === 'object' ? stdin : []);
  const ports = memoryPorts({
    quotas: { memory: MEMORY_LIMIT },
    clocks,
    waiting: late,
    random: new SeededRandom(1),
    stdin: typeof stdin === 'string' ? textInput(stdin) : late,
    contents: contentsOf(files),
  });
  const network = new MemoryNetwork();
  const clients = (listen?.clients ?? []).map(text => clientOf(network, listen?.name ?? '', text));
  return {
    ports: {
      ...ports,
      stdio: { ...ports.stdio, stdout: captureOutput(OUTPUT_LIMIT), stderr: captureOutput(OUTPUT_LIMIT) },
    },
    options: {
      maxMemory: MEMORY_LIMIT,
      argv0: 'exercise.wasm',
      args,
      env,
      preopens: Object.fromEntries(Object.entries(preopens).map(preopenOf)),
      ...(listen !== undefined && { sockets: { [listen.name]: network.listen(listen.name) } }),
    },
    files() {
      const tree = [...snapshot(ports.fileSystem.root)];
      return Object.fromEntries(
        tree.flatMap(([path, entry]) => (entry.kind === 'file' ? [[`/${path}`, decodeAnyUtf8(entry.content)]] : [])),
      );
    },
    received: () => clients.map(allOf),
  };
}

/** A name that ends in a slash is that of an empty folder. */
function contentsOf(files: Readonly<Record<string, string>>): Contents {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => (path.endsWith('/') ? [path.slice(0, -1), directory()] : [path, text])),
  );
}

function preopenOf([guestPath, folder]: readonly [string, string]) {
  const readOnly = folder.endsWith(':ro');
  return [guestPath, { directory: readOnly ? folder.slice(0, -':ro'.length) : folder, readOnly }] as const;
}

function clientOf(network: MemoryNetwork, name: string, text: string): Socket {
  const socket = network.connect(name);
  const bytes = encodeUtf8(text);
  if (bytes.length > 0) socket.send(windowOn(bytes));
  return socket;
}

/** All that has come to a socket. */
function allOf(socket: Socket): string {
  const buffer = new Uint8Array(65_536);
  const got = socket.receive(windowOn(buffer), 0, { value: 0 });
  return decodeAnyUtf8(buffer.subarray(0, Math.max(0, got)));
}

function windowOn(array: Uint8Array): Iovecs {
  return { array, count: 1, offsets: [0], lengths: [array.length], total: array.length };
}
