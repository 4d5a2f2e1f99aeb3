import { readFileSync } from 'node:fs';

/** A name that a declaration file exports, found where it is declared. */
export interface Declared {
  /** The file that declares it. */
  readonly file: string;
  readonly name: string;
}

/** The exports of one `.d.ts` file of the build. The compiler's output is regular enough to be read by lines. */
interface DeclarationFile {
  /** Declarations by name: their text, without comments. */
  readonly declared: ReadonlyMap<string, string>;
  /** Names that other files declare: local name → where from, and under which name. */
  readonly imported: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  /** The same for names that it exports from other files. */
  readonly reexported: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  /** Files of which it exports everything. */
  readonly stars: readonly string[];
}

const files = new Map<string, DeclarationFile>();

function fileAt(path: string): DeclarationFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const declared = new Map<string, string>();
  const imported = new Map<string, { from: string; name: string }>();
  const reexported = new Map<string, { from: string; name: string }>();
  const stars: string[] = [];
  for (const statement of text.split(/^(?=(?:export|import|declare|interface|type|abstract|class)\b)/m)) {
    const list = /^(import|export)(?: type)? \{([^}]*)\}(?: from ["']([^"']*)["'])?/.exec(statement);
    const star = /^export(?: type)? \* from ["']([^"']*)["']/.exec(statement);
    const own =
      /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|const|let|function|enum) (\w+\$?)/.exec(
        statement,
      );
    if (star !== null) stars.push(resolve(star[1] as string, path));
    else if (list !== null) {
      const from = list[3] === undefined ? path : resolve(list[3], path);
      for (const item of list[2]?.split(',') ?? []) {
        const [, name, alias] = /^\s*(?:type )?(\w+)(?: as (\w+))?\s*$/.exec(item) ?? [];
        if (name === undefined) continue;
        (list[1] === 'import' ? imported : reexported).set(alias ?? name, { from, name });
      }
    } else if (own?.[1] !== undefined) declared.set(own[1], `${declared.get(own[1]) ?? ''}${statement}`);
  }
  const file = { declared, imported, reexported, stars };
  files.set(path, file);
  return file;
}

/** The declaration file of what a module names; the name itself for a package. */
function resolve(specifier: string, from: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return new URL(specifier.replace(/\.js$/, '.d.ts'), `file://${from}`).pathname;
}

const isPackage = (file: string) => !file.startsWith('/');

/** Where a name of a file is declared. */
function declarationOf(file: string, name: string): Declared | undefined {
  if (isPackage(file)) return { file, name };
  const { declared, imported, reexported, stars } = fileAt(file);
  if (declared.has(name)) return { file, name };
  const exported = reexported.get(name);
  const elsewhere = exported?.from === file ? imported.get(exported.name) : (exported ?? imported.get(name));
  if (elsewhere !== undefined) return declarationOf(elsewhere.from, elsewhere.name);
  for (const star of stars) {
    const found = declarationOf(star, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an entry point exports: public name → declaration. @throws Error for one that exports everything of another file */
export function exportsOf(path: string): Map<string, Declared> {
  const { declared, reexported, stars } = fileAt(path);
  if (stars.length > 0) throw new Error(`${path} exports all of ${stars.join(', ')}`);
  const names = new Map<string, Declared>();
  for (const [name, text] of declared) if (text.startsWith('export ')) names.set(name, { file: path, name });
  for (const name of reexported.keys()) {
    const found = declarationOf(path, name);
    if (found !== undefined) names.set(name, found);
  }
  return names;
}

/** The declarations that a declaration mentions, those of packages left out. */
export function mentionedBy({ file, name }: Declared): Declared[] {
  if (isPackage(file)) return [];
  const { declared, imported } = fileAt(file);
  const text = (declared.get(name) ?? '').replace(/(["'])(?:(?!\1).)*\1/g, '').replace(/^\s*protected .*$/gm, '');
  // Not members of objects, and not the names of parameters and properties.
  const words = new Set(text.match(/(?<![.\w$])[A-Za-z_]\w*(?!\w|\??:)/g));
  return [...words].flatMap(word => {
    if (word === name || !(declared.has(word) || imported.has(word))) return [];
    const found = declarationOf(file, word);
    return found === undefined || isPackage(found.file) ? [] : [found];
  });
}
