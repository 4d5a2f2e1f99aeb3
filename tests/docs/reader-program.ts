import { readFileSync } from 'node:fs';
import { root } from './pages.js';

/** Opens `./x/../secret/key`, copies `notes.txt` to standard output, and exits with the errno of the first. */
export const READER = readFileSync(`${root}examples/notes/notes.wat`, 'utf8');
