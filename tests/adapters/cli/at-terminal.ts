import { spawnSync } from 'node:child_process';
import { PATIENCE } from './command-line.js';

/**
 * Runs a command at a terminal of its own, and prints what appears there. The first argument has what is typed: as JSON, pairs of a text that has to
 * be on the screen before, and of what is typed then.
 */
const SCREEN = `
import json, os, pty, select, sys
typing = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
screen, seen = b'', 0
while select.select([terminal], [], [], ${PATIENCE / 1000})[0]:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    screen += data
    while typing and typing[0][0].encode() in screen[seen:]:
        seen = len(screen)
        os.write(terminal, typing.pop(0)[1].encode())
else:
    os.kill(pid, 9)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(screen)
sys.exit(128 - status if status < 0 else status)
`;

/** How a command at a terminal ended, by a signal as a shell says it, and all that was written to the terminal, by whichever stream. */
export interface Seen {
  readonly status: number | null;
  readonly screen: string;
}

/**
 * Runs a command at a terminal.
 * @param typing what is typed, each as soon as a text appears
 */
export function atTerminal(
  words: readonly string[],
  typing: readonly (readonly [after: string, typed: string])[] = [],
  env: Readonly<Record<string, string>> = {},
): Seen {
  const { status, stdout, error } = spawnSync('python3', ['-c', SCREEN, JSON.stringify(typing), ...words], {
    encoding: 'utf8',
    timeout: 2 * PATIENCE,
    env: { ...process.env, TERM: 'xterm', ...env },
  });
  if (error !== undefined) throw error;
  return { status, screen: stdout };
}
