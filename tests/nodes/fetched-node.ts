import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A build of Node, or of another JavaScript runtime: a package of the registry. */
export interface NodePackage {
  readonly name: string;
  readonly version: string;
  /** What `npm view <name>@<version> dist.integrity` gives. */
  readonly integrity: string;
  /** Where the executable is in the package. */
  readonly executable: string;
}

/** The cache between runs, outside of the repository. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hostcall');

/** Something that a developer has to install. */
export class Missing extends Error {}

/**
 * The path of such a build, which is downloaded once.
 * @throws Missing if the package cannot be had, or is not the one that is named
 */
export function fetchedNode({ name, version, integrity, executable }: NodePackage): string {
  const folder = join(cache, `${name}-${version}`);
  const path = join(folder, 'package', executable);
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(tmpdir(), 'hostcall-'));
  try {
    try {
      execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', unfinished], {
        stdio: 'pipe',
      });
    } catch (error) {
      throw new Missing(`${name}@${version} cannot be had from the registry: ${(error as Error).message}`);
    }
    const archive = join(unfinished, readdirSync(unfinished)[0] as string);
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new Missing(`${name}@${version} is not what it was: its hash is ${hash}.`);
    const unpacked = mkdtempSync(join(cache, 'unpacked-'));
    execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
    chmodSync(join(unpacked, 'package', executable), 0o755);
    mkdirSync(dirname(folder), { recursive: true });
    try {
      renameSync(unpacked, folder);
    } catch {
      // Another process has been faster.
      rmSync(unpacked, { recursive: true });
    }
  } finally {
    rmSync(unfinished, { recursive: true });
  }
  return path;
}
