import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildC } from '../guests/build-c.js';
import { repository } from '../guests/build-cache.js';

/** A fresh folder with the example program `report.wasm` and the project it reads. To be removed by who asked for it. */
export async function reportFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hostcall-docs-'));
  const report = new URL('examples/report/', repository);
  cpSync(new URL('project', report), join(folder, 'project'), { recursive: true });
  writeFileSync(join(folder, 'report.wasm'), await buildC('report', [], report));
  return folder;
}
