import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository, seen from `dist/tests/guests`. */
export const repository = new URL('../../../', import.meta.url);

const directory = fileURLToPath(new URL('node_modules/.cache/hostcall-guests/', repository));
const building = new Map<string, Promise<Uint8Array>>();

/**
 * Looks a built guest up, or builds and keeps it. Several processes may do so at once: a file appears under its name only when whole.
 * @param ingredients everything the result depends on, the version of the tool included
 */
export function cached(ingredients: readonly string[], build: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const key = createHash('sha256').update(JSON.stringify(ingredients)).digest('hex').slice(0, 40);
  let result = building.get(key);
  if (result === undefined) {
    result = lookUpOrBuild(`${directory}${key}.wasm`, build);
    building.set(key, result);
  }
  return result;
}

async function lookUpOrBuild(file: string, build: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return readFileSync(file);
  } catch {
    const wasm = await build();
    const unfinished = `${file}.${randomUUID()}`;
    mkdirSync(directory, { recursive: true });
    writeFileSync(unfinished, wasm);
    renameSync(unfinished, file);
    return wasm;
  }
}
