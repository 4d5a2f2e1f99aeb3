import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a compiled module exports. */
interface Exports {
  /** What it declares itself. */
  readonly declared: ReadonlySet<string>;
  /** Where the others come from, by name: a file, and the name there. */
  readonly named: ReadonlyMap<string, Origin>;
  /** Files all of which it exports. */
  readonly whole: readonly string[];
}

type Origin = readonly [file: string, name: string];

const known = new Map<string, Exports>();

function exportsOf(file: string): Exports {
  let exports = known.get(file);
  if (exports === undefined) {
    const text = readFileSync(file, 'utf8');
    const at = (from: string | undefined) => join(dirname(file), from ?? '');
    exports = {
      declared: new Set(
        [...text.matchAll(/^export (?:async )?(?:const|let|class|function\*?) (\w+)/gm)].map(([, name = '']) => name),
      ),
      named: new Map(
        [...text.matchAll(/^export \{ ([^}]+) \} from '(\.[^']+)';$/gm)].flatMap(([, list = '', from]) =>
          bindings(list).map(([name, as]) => [as, [at(from), name]] as const),
        ),
      ),
      whole: [...text.matchAll(/^export \* from '(\.[^']+)';$/gm)].map(([, from]) => at(from)),
    };
    known.set(file, exports);
  }
  return exports;
}

/** The names in the braces of an import or export, and what each is called here. tsc keeps a comma behind the last. */
function bindings(list: string): (readonly [name: string, as: string])[] {
  return list
    .replace(/,$/, '')
    .split(', ')
    .map(part => {
      const [name = '', as = name] = part.split(' as ');
      return [name, as];
    });
}

/** The file that declares what another exports; undefined if it does not export it. */
function originOf(file: string, name: string): Origin | undefined {
  const { declared, named, whole } = exportsOf(file);
  if (declared.has(name)) return [file, name];
  const from = named.get(name);
  if (from !== undefined) return originOf(...from) ?? from;
  for (const each of whole) {
    const found = originOf(each, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A module with imports of the files that declare what it imports, in place of an `index.js` that only hands it on. esbuild puts into a chunk whatever an
 * imported file itself imports, used or not.
 * @param path of the module
 * @param text as tsc has written it
 */
export function withoutDetours(path: string, text: string): string {
  return text.replace(/^(import|export) \{ ([^}]+) \} from '(\.[^']+)';$/gm, (_, keyword, list, from) => {
    const target = join(dirname(path), from);
    const statements = bindings(list).map(([name, as]) => {
      const [file, original] = originOf(target, name) ?? [target, name];
      const shown = relative(dirname(path), file).replaceAll('\\', '/');
      const binding = original === as ? as : `${original} as ${as}`;
      return `${keyword} { ${binding} } from '${shown.startsWith('.') ? shown : `./${shown}`}';`;
    });
    return statements.join(' ');
  });
}
