import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ffi, POSIX } from '../needs.js';
import type { GuestOptions, GuestResult } from './guest.js';

/** Whether the Node adapter can detect that a pipe is empty. On Windows that takes an FFI: Node has no way to look. */
export const LOOKS_INTO_PIPES = POSIX.met || ffi().met;

/** The options of the child process, as JSON in argv[2]. */
export interface ChildOrder {
  readonly host: 'node-adapter' | 'node:wasi';
  readonly wasm: string;
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly preopens: Readonly<Record<string, string>>;
  /** Whether it answers on its descriptor 3; otherwise by its exit status. */
  readonly answers: boolean;
}

/** What it answers, as JSON on its descriptor 3. */
export interface ChildAnswer {
  readonly exitCode?: number;
  readonly trapped?: string;
}

/** A guest running in a Node of its own, on that process's stdin, stdout and stderr. */
export interface GuestProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** When it has ended and its output is read. */
  readonly result: Promise<GuestResult>;
}

/**
 * Starts a guest in a child process.
 * @param host which implementation runs it
 */
export function startInChild(host: ChildOrder['host'], wasm: Uint8Array, options: GuestOptions): GuestProcess {
  const { file, command } = prepare(host, wasm, options, true);
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const answer = collect(child.stdio[3] as Readable);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // A guest that ends without reading its stdin leaves us a broken pipe, which is not our concern.
  child.stdin.on('error', () => {});
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  const result = (async (): Promise<GuestResult> => {
    try {
      await new Promise(resolve => child.once('close', resolve));
    } finally {
      rmSync(file, { force: true });
    }
    const text = await answer;
    if (text === '') throw new Error(`the child process died: ${await stderr}`);
    const { exitCode, trapped } = JSON.parse(text) as ChildAnswer;
    return { exitCode, trapped, stdout: await stdout, stderr: await stderr };
  })();
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, result };
}

/**
 * Runs a guest on the Node adapter in a child process that has a terminal for stdin, stdout and stderr, made by `script` of util-linux.
 * @param typed what is typed when something has been written
 * @returns its exit code, and what was on the terminal
 */
export async function runOnTerminal(wasm: Uint8Array, options: GuestOptions, typed: string) {
  const { file, command } = prepare('node-adapter', wasm, options, false);
  const quoted = [process.execPath, ...command].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.once('data', () => child.stdin.write(typed));
  const output = collect(child.stdout);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    return { exitCode, output: await output };
  } finally {
    child.stdin.destroy();
    rmSync(file, { force: true });
  }
}

/** Writes the module to a file, and says how the child process is called. */
function prepare(host: ChildOrder['host'], wasm: Uint8Array, options: GuestOptions, answers: boolean) {
  const file = join(tmpdir(), `hostcall-${randomUUID()}.wasm`);
  writeFileSync(file, wasm);
  const order: ChildOrder = {
    host,
    wasm: file,
    argv0: options.argv0 ?? 'main.wasm',
    args: options.args ?? [],
    env: options.env ?? {},
    preopens: hostPaths(options.preopens ?? {}),
    answers,
  };
  const main = fileURLToPath(new URL('child-main.js', import.meta.url));
  return { file, command: ['--no-warnings', main, JSON.stringify(order)] };
}

function hostPaths(preopens: NonNullable<GuestOptions['preopens']>): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const [guest, path] of Object.entries(preopens)) {
    if (typeof path !== 'string') throw new Error('only host paths can be handed to a child process');
    paths[guest] = path;
  }
  return paths;
}

async function collect(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', chunk => chunks.push(chunk));
  await new Promise(resolve => stream.once('close', resolve));
  return Buffer.concat(chunks).toString();
}
