import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderShells } from './shells.js';

const root = new URL('../../../', import.meta.url);

writeFileSync(fileURLToPath(new URL('application/guest/shells.gen.ts', root)), renderShells());
