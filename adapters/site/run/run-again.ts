import type { Example } from '../manifest.js';
import { siteFile } from '../manifest-source.js';
import { opened } from '../opened.js';
import { hashOf } from '../routes.js';
import { emptyWorld } from './run-world.js';

/** Opens the program of an example, with what it was given when it was recorded. */
export async function runAgain({ name, world = emptyWorld }: Example): Promise<void> {
  const program = `${name}.wasm`;
  const response = await fetch(siteFile(`examples/${program}`));
  opened.program = { program, wasm: new Uint8Array(await response.arrayBuffer()), world };
  location.hash = hashOf({ view: 'run' });
}
