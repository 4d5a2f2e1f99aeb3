import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';
import { folderWith } from '../programs/folder.js';
import { lowerQuartile } from './measure.js';
import { table } from './report.js';

/** The command, if it has been bundled. */
export const cli: string = fileURLToPath(new URL('../../bin/hostcall.js', import.meta.url));

/**
 * Compares `hostcall run` of a program that does nothing with `node -e 0`, and with the same when it is given a directory.
 * @param times how often each
 * @returns a table, or a line saying that the command has not been built
 */
export async function reportStartup(times: number): Promise<string> {
  if (!existsSync(cli)) return `start-up: ${cli} has not been built`;
  const folder = folderWith({});
  try {
    const wasm = join(folder, 'empty.wasm');
    const module = (await wabt()).parseWat(
      'empty.wat',
      '(module (memory (export "memory") 1) (func (export "_start")))',
    );
    writeFileSync(wasm, module.toBinary({}).buffer);
    module.destroy();
    const commands = [
      ['-e', '0'],
      [cli, 'run', wasm],
      [cli, 'run', '--dir', folder, wasm],
    ];
    const samples = commands.map(() => [] as number[]);
    for (let time = 0; time < times; time++) {
      for (const [at, command] of commands.entries()) samples[at]?.push(timeOf(command));
    }
    const [bare = 0, ours = 0, given = 0] = samples.map(lowerQuartile);
    const ratio = ours / bare;
    const more = given - ours;
    return table([
      ['', 'ms', '', 'target', ''],
      ['node -e 0', bare.toFixed(1), '', '', ''],
      ['hostcall run', ours.toFixed(1), ratio.toFixed(2), '≤ 1.5', ratio <= 1.5 ? 'ok' : 'over'],
      ['hostcall run --dir', given.toFixed(1), `+ ${more.toFixed(1)} ms`, '≤ 8 ms', more <= 8 ? 'ok' : 'over'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds that Node takes with these arguments. */
function timeOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}\n${stderr}`);
  return time;
}
