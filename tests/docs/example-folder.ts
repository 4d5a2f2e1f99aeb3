import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExample } from '../../tools/examples/build-example.js';
import { buildC } from '../guests/build-c.js';

/** A folder in which a tour can be followed. */
export interface ExampleFolder {
  readonly path: string;
  remove(): void;
}

/** Makes such a folder, as `npm run examples` does. @param name the folder in `examples/` */
export async function exampleFolder(name: string): Promise<ExampleFolder> {
  const base = mkdtempSync(join(tmpdir(), 'hostcall-docs-'));
  const path = join(base, name);
  await buildExample(name, path, source => buildC(basename(fileURLToPath(source), '.c'), [], new URL('.', source)));
  return { path, remove: () => rmSync(base, { recursive: true }) };
}
