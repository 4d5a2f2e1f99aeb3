/** The programs whose runs the site shows: what each is, and what it is given. */
import { readFileSync } from 'node:fs';
import { MemoryNetwork } from '../../adapters/memory/index.js';
import { emptyWorld, type RunWorld } from '../../adapters/site/run/run-world.js';
import { network } from '../../api/node.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import type { Ports } from '../../domain/index.js';

/** What a visitor's browser does not have, and a run for the reference needs. */
export interface Surroundings {
  readonly options: Pick<ProgramOptions, 'sockets' | 'network'>;
  readonly ports?: Partial<Ports>;
  /** It starts threads. */
  readonly threads?: true;
}

/** A program, and what it is given. */
export interface SiteProgram {
  /** In the addresses of the site. */
  readonly name: string;
  readonly title: string;
  /** What is to be seen in its run. */
  readonly text: string;
  /** Its C or WebAssembly text, or what it works on, below the root of the repository. */
  readonly source: string;
  /** Where the program is in a package, if it is one that need not be compiled. It is too large for the site, so that a visitor cannot run it. */
  readonly module?: string;
  readonly world: RunWorld;
  /**
   * Makes what it needs beside its world. Where the machine that builds the site cannot make it, that is a ConfigurationError, and the site has no such run.
   */
  readonly surroundings?: (ports: Ports) => Surroundings;
}

const bundled = new URL('../../../examples/bundle/', import.meta.url);

const SEED = 7;
const world = (given: Partial<RunWorld> = {}): RunWorld => ({ ...emptyWorld, seed: SEED, ...given });

/** A socket that listens, and a client that has connected already and sent a line. */
function listenerWithClient(): Surroundings {
  const net = new MemoryNetwork();
  const array = new TextEncoder().encode('hello, server\n');
  const total = array.length;
  net.connect('web').send({ array, count: 1, offsets: [0], lengths: [total], total });
  return { options: { sockets: { web: net.listen('web') } } };
}

/** Runs that one may open from the first page, and run again. */
export const examples: readonly SiteProgram[] = [
  {
    name: 'hello',
    title: 'Hello',
    text: 'The smallest program that says something: one fd_write with two buffers.',
    source: 'tools/site/guests/hello.wat',
    world: world(),
  },
  {
    name: 'report',
    title: 'A report that fails',
    text: 'It adds up numbers, exits with 76, and does not say why. The recording does.',
    source: 'examples/report/report.c',
    world: world({
      mountedAt: '/project',
      files: { 'report.conf': 'in numbers.txt\nout ../reports/sum.txt\n', 'numbers.txt': '17\n4\n21\n' },
    }),
  },
  {
    name: 'notes',
    title: 'A path that does not exist',
    text: 'It opens ./x/../secret/key, copies notes.txt to its output, and exits with the errno of the first.',
    source: 'examples/notes/notes.wat',
    world: world({ files: { 'notes.txt': 'buy milk\n' } }),
  },
  {
    name: 'directories',
    title: 'Directories and names',
    text: 'It finds its preopened directory as libc does, then creates, links, renames and lists, and is refused `..`.',
    source: 'tools/site/guests/directories.c',
    world: world({ files: { 'notes.txt': 'buy milk\n' } }),
  },
  {
    name: 'files',
    title: 'One file, every call',
    text: 'Offsets, appending, a right that is given up, and a descriptor that moves to another number.',
    source: 'tools/site/guests/files.c',
    world: world(),
  },
  {
    name: 'clocks',
    title: 'Clocks and waiting',
    text: 'It reads two clocks, and waits with poll_oneoff: for a time, and for input or a time.',
    source: 'tools/site/guests/clocks.c',
    world: world({ stdin: 'a line that was there already\n' }),
  },
  {
    name: 'esbuild',
    title: 'A bundler',
    text: 'esbuild bundles two files. Its runtime is Go’s, which tries to open every name as a file first.',
    source: 'examples/bundle/main.ts',
    module: '@esbuild/wasi-preview1/esbuild.wasm',
    world: world({
      args: ['main.ts', '--bundle'],
      files: {
        'main.ts': readFileSync(new URL('main.ts', bundled), 'utf8'),
        'greeting.ts': readFileSync(new URL('greeting.ts', bundled), 'utf8'),
      },
    }),
  },
];

/** Further runs, for examples of the other hostcalls. */
export const furtherRuns: readonly SiteProgram[] = [
  {
    name: 'process',
    title: 'What a program is given',
    text: 'Arguments, environment, random bytes, and an exit status.',
    source: 'tools/site/guests/process.c',
    world: world({ args: ['--count', '3'], env: { LANG: 'C.UTF-8', HOME: '/' } }),
  },
  {
    name: 'signal',
    title: 'A signal',
    text: 'It ends itself with SIGABRT.',
    source: 'tools/site/guests/signal.wat',
    world: world(),
  },
  {
    name: 'sockets',
    title: 'A server',
    text: 'It accepts one connection, and sends back what comes.',
    source: 'tools/site/guests/sockets.c',
    world: world(),
    surroundings: listenerWithClient,
  },
  {
    name: 'network',
    title: 'Sockets of WasmEdge',
    text: 'It opens sockets itself, and is its own peer.',
    source: 'tools/site/guests/network.c',
    world: world(),
    surroundings: ({ waiting }) => ({ options: { network: network({ allow: ['127.0.0.1'] }) }, ports: { waiting } }),
  },
  {
    name: 'threads',
    title: 'Two threads',
    text: 'It starts a thread, and waits for it.',
    source: 'tools/site/guests/threads.wat',
    world: world(),
    surroundings: ({ engine, process }) => ({ options: {}, ports: { engine, process }, threads: true }),
  },
];
