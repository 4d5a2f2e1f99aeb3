import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A whole program, and what it is given. */
export interface Job {
  /** Host path of the module. */
  readonly wasm: string;
  /** argv, the program's own name first. */
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Guest path → host path. */
  readonly preopens: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from spawning the host process to its end. */
  readonly wall: number;
  /** Milliseconds from instantiation to exit, as a file of `hosts/` measured it: no start of Node, no compilation. */
  readonly run: number;
}

/** Who runs it: a file of `hosts/`, or the command `hostcall run`, which has to have been bundled. */
export type Host = OurHost | 'node-wasi' | 'command';

/** This project on the host's files, and in memory. Programs should behave the same on both. */
export const ourHosts = ['hostcall', 'memory'] as const;
export type OurHost = (typeof ourHosts)[number];

const DEADLINE = 200_000;

function commandFor(host: Host, job: Job): string[] {
  if (host !== 'command') return [fileURLToPath(new URL(`./hosts/${host}.js`, import.meta.url)), JSON.stringify(job)];
  return [command, 'run', ...commandWords(job)];
}

/** The built command. */
export const command = fileURLToPath(new URL('../../bin/hostcall.js', import.meta.url));

/** What follows `run` and the like on the command line to run a job. */
export function commandWords(job: Job): string[] {
  const [argv0 = '', ...args] = job.argv;
  return [
    ...Object.entries(job.preopens).map(([guest, folder]) => `--dir=${folder}::${guest}`),
    ...Object.entries(job.env ?? {}).map(([name, value]) => `--env=${name}=${value}`),
    `--argv0=${argv0}`,
    job.wasm,
    ...args,
  ];
}

/**
 * Runs a program to its end in a process of its own.
 * @param stdin what the program reads from its standard input
 * @returns how it ended; rejects if the host process was killed, for instance because it took more than a minute
 */
export function runJob(host: Host, job: Job, stdin = ''): Promise<Finished> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', ...commandFor(host, job)], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let run = Number.NaN;
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.on('message', message => {
    run = Number(message);
  });
  child.stdin?.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const finished = { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
      if (code === null) reject(new Error(`${job.argv.join(' ')}: killed by ${signal}\n${finished.stderr}`));
      else resolve({ ...finished, exitCode: code, wall: performance.now() - start, run });
    });
  });
}
