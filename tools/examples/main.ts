/** `npm run examples`: makes the folders in which the tours of the documentation can be followed, in `dist/examples`. */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExample, exampleNames } from './build-example.js';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
for (const name of exampleNames()) {
  for (const path of await buildExample(name, join(folder, name))) console.log(relative(process.cwd(), path));
}
