/** `npm run site`: builds the static site in `dist/site`. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from './build-site.js';

const folder = fileURLToPath(new URL('../../site', import.meta.url));
await buildSite(folder);
console.log(`the site is in ${relative(process.cwd(), folder)}: serve it with any server of files`);
