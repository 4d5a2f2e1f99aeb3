import type { WorldSetting } from '../world/world-setting.js';

/** What LISTEN_FDNAMES calls a directory. */
const DIRECTORY = 'directory';

/**
 * The variables by which a program learns of its sockets, if it is to:
 * [sd_listen_fds](https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html). They tell of all descriptors from 3 on. The directories are
 * the first of these, since libc looks for directories up to a descriptor that is none; so they are counted, and have a name too.
 */
export function listenVariables(
  { directories, sockets }: Pick<WorldSetting, 'directories' | 'sockets'>,
  { listenEnv = false }: { readonly listenEnv?: boolean },
): Record<string, string> {
  if (!listenEnv) return {};
  const names = [...directories.map(() => DIRECTORY), ...sockets.map(({ option }) => option)];
  return { LISTEN_FDS: String(names.length), LISTEN_FDNAMES: names.join(':') };
}
