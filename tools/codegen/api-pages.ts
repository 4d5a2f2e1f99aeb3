/** The second half of `npm run codegen`: the reference of the API, from what has been built. */
import { fileURLToPath } from 'node:url';
import { writeApiReference } from './api-reference.js';

await writeApiReference(fileURLToPath(new URL('../../../docs/api', import.meta.url)));
