import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderEngineModules } from './engine-modules.js';
import { renderManPage } from './man-page.js';
import { pagesWithOptions, withOptionTables } from './option-tables.js';
import { pageWithPorts, withPortSignatures } from './port-signatures.js';
import { renderReference } from './reference.js';
import { renderShells } from './shells.js';
import { renderStructs } from './structs.js';
import { renderTraceSchema } from './trace-schema.js';

const root = new URL('../../../', import.meta.url);

writeFileSync(fileURLToPath(new URL('application/abi/shells.gen.ts', root)), renderShells());
writeFileSync(fileURLToPath(new URL('application/abi/struct-access.gen.ts', root)), renderStructs());
writeFileSync(fileURLToPath(new URL('application/contract/engine-modules.gen.ts', root)), await renderEngineModules());
for (const [path, text] of renderReference()) {
  writeFileSync(fileURLToPath(new URL(`docs/reference/${path}`, root)), text);
}
writeFileSync(fileURLToPath(new URL('docs/schemas/trace.schema.json', root)), renderTraceSchema());
const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('package.json', root)), 'utf8')) as {
  version: string;
};
writeFileSync(fileURLToPath(new URL('man/hostcall.1', root)), renderManPage(version));
for (const page of pagesWithOptions) {
  const path = fileURLToPath(new URL(page, root));
  writeFileSync(path, withOptionTables(readFileSync(path, 'utf8')));
}
const pagePath = fileURLToPath(new URL(pageWithPorts, root));
writeFileSync(pagePath, withPortSignatures(readFileSync(pagePath, 'utf8')));
