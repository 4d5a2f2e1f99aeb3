import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaptureOutput, captureOutput, textInput } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import type { ProgramOptions, RuntimeSettings } from '../../../application/runtime/index.js';
import { ALL_RIGHTS, type Ports, Right } from '../../../domain/index.js';
import { alteredStream } from '../../guests/altered-stream.js';
import { ProxyGuest } from '../abi/proxy-guest.js';

/** Where tests lay things out in the guest's memory. */
export const at = {
  path: 1024,
  path2: 1280,
  iovecs: 2048,
  buffer: 3072,
  buffer2: 3328,
  result: 4096,
  result2: 4352,
  in: 8192,
  out: 12288,
} as const;

/** The fixture of a test of hostcalls: a guest, its directory on the host, and its streams. */
export interface Fixture {
  readonly proxy: ProxyGuest;
  /** Host path of the preopened `/`. */
  readonly root: string;
  readonly stdout: CaptureOutput;
  stdoutClosed(): boolean;
  dispose(): void;
}

/** The preopened directory. */
export const ROOT = 3;

/** Every right a file or directory can be opened with. */
export const EVERY_RIGHT = BigInt(ALL_RIGHTS & ~(Right.SOCK_ACCEPT | Right.SOCK_SHUTDOWN));
/** The same without those that open a file for writing. */
export const READING = EVERY_RIGHT & ~BigInt(Right.FD_WRITE | Right.FD_ALLOCATE | Right.FD_FILESTAT_SET_SIZE);

/**
 * Opens a guest on a fresh directory with `hi.txt` ("hi\n"), `dir/`, `dir/inner.txt` ("inner"), `link` → `hi.txt` and `dirlink` → `dir`.
 */
export async function openFixture(
  options: ProgramOptions = {},
  ports: Partial<Ports> = {},
  settings: RuntimeSettings = {},
): Promise<Fixture> {
  const root = mkdtempSync(join(tmpdir(), 'hostcall-'));
  writeFileSync(join(root, 'hi.txt'), 'hi\n');
  mkdirSync(join(root, 'dir'));
  writeFileSync(join(root, 'dir/inner.txt'), 'inner');
  symlinkSync('hi.txt', join(root, 'link'));
  symlinkSync('dir', join(root, 'dirlink'));
  let closed = false;
  const stdout = alteredStream(captureOutput(), {
    close() {
      closed = true;
    },
  });
  const proxy = await ProxyGuest.open(createRuntime({ ...nodePorts(), ...ports }, settings), {
    preopens: { '/': root },
    stdin: textInput('typed'),
    stdout,
    stderr: captureOutput(),
    ...options,
  });
  return {
    proxy,
    root,
    stdout,
    stdoutClosed: () => closed,
    dispose: () => {
      proxy.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/**
 * Opens a name below the preopened directory, which must succeed.
 * @returns the new descriptor
 */
export function open(
  proxy: ProxyGuest,
  path: string,
  { dirflags = 1, oflags = 0, base = EVERY_RIGHT, inheriting = EVERY_RIGHT, fdflags = 0, fd = ROOT } = {},
): number {
  const [pointer, length] = proxy.text(at.path, path);
  proxy.ok('path_open', fd, dirflags, pointer, length, oflags, base, inheriting, fdflags, at.result);
  return proxy.view.getUint32(at.result, true);
}
