import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, LogLevel, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The declarations of the entry points. */
function declarations(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  return Object.values(exports).flatMap(target => (typeof target === 'string' ? [] : [join(root, target.types)]));
}

/**
 * Writes the reference of the API: a page of Markdown for each entry point, and an index of these, from the doc comments in the declarations that the
 * package has. The build must be up to date.
 * @param folder where to; it is emptied first
 * @throws Error if TypeDoc cannot make it, or a link in a comment leads nowhere
 */
export async function writeApiReference(folder: string): Promise<void> {
  const options: TypeDocOptions & PluginOptions = {
    name: 'API reference',
    entryPoints: declarations(),
    tsconfig: join(root, 'tools/codegen/api-reference.tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    // Links to sources would need the address of the repository, and change with every line that is added.
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    sort: ['alphabetical'],
    outputFileStrategy: 'modules',
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    useCodeBlocks: true,
    // The anchors that a page gets by its headings are not always those that the links have.
    useHTMLAnchors: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    // Which types are not exported, and why, is in tests/api/public-names.test.ts.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
    logLevel: LogLevel.Warn,
    out: folder,
  };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc cannot read the declarations; are they built?');
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc has warned: see above');
}
