import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../programs/web-assembly.js';
import { DATA_SIZE, names } from './rows.js';

/** Arguments and environment that every contender gives its guest. */
export const args: readonly string[] = ['bench.wasm', '--input', 'in.txt', '--output', 'out.txt'];
/** See {@link args}. */
export const env: Readonly<Record<string, string>> = {
  PATH: '/bin:/usr/bin',
  HOME: '/home/guest',
  LANG: 'en_GB.UTF-8',
  TERM: 'xterm',
  PWD: '/',
};

/** One of those that are compared. */
export interface Contender {
  readonly name: string;
  /** The hostcalls. Descriptor 3 is the folder. */
  readonly imports: Readonly<Record<string, unknown>>;
  /** Called with the guest's instance before anything runs. */
  attach(instance: { readonly exports: Record<string, unknown> }): void;
  /** Called before each go, outside the measured time. */
  refresh?(): void;
}

/** A contender's guest, ready to run rows. */
export interface Guest {
  readonly name: string;
  refresh(): void;
  /** Runs a row that many turns; answers the errnos combined. */
  run(row: string, turns: number): number;
}

/** Instantiates the module for a contender. */
export async function prepareGuest(module: object, contender: Contender): Promise<Guest> {
  const instance = await engine.instantiate(module, { wasi_snapshot_preview1: contender.imports });
  contender.attach(instance);
  const functions = instance.exports as Record<string, (turns: number) => number>;
  const errnos = functions.setup?.(0);
  if (errnos !== 0) throw new Error(`${contender.name}: cannot open the files, errnos ${errnos}`);
  return {
    name: contender.name,
    refresh: () => contender.refresh?.(),
    run: (row, turns) => functions[row]?.(turns) ?? -1,
  };
}

/** Makes a folder for one contender. */
export function benchFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'hostcall-bench-'));
  writeFileSync(join(folder, names.data), new Uint8Array(DATA_SIZE));
  writeFileSync(join(folder, names.flat), 'flat');
  writeFileSync(join(folder, 'from'), '');
  mkdirSync(join(folder, names.deep, '..'), { recursive: true });
  writeFileSync(join(folder, names.deep), 'deep');
  mkdirSync(join(folder, names.list));
  for (let n = 0; n < 100; n++) writeFileSync(join(folder, names.list, `entry-${n}.txt`), '');
  return folder;
}
