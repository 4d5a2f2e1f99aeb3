import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

/** The tables of hostcalls, by the file that has them: the largest literals that every program loads. */
const tables: ReadonlyMap<string, string> = new Map([
  ['hostcalls.js', 'preview1Hostcalls'],
  ['wasmedge.js', 'wasmEdgeHostcalls'],
]);

/**
 * Gives a bundle the tables of hostcalls as JSON. V8 scans a string once, and makes the table of it faster than of a literal, which it parses, compiles and
 * runs: see https://v8.dev/blog/cost-of-javascript-2019#json.
 * @param path of a compiled module of ours
 * @param text of the module
 * @returns the text; unchanged for a module without such a table
 * @throws Error for a table that is not the same as JSON
 */
export async function tablesAsJson(path: string, text: string): Promise<string> {
  const file = /[/\\]domain[/\\]preview1[/\\]([\w-]+\.js)$/.exec(path)?.[1] ?? '';
  const name = tables.get(file);
  if (name === undefined) return text;
  const table = await tableIn(path, text, name);
  const json = JSON.stringify(table);
  const declared = new RegExp(`\\bconst ${name} = \\{.*?\\n\\};`, 's');
  if (!declared.test(text) || !isDeepStrictEqual(JSON.parse(json), table))
    throw new Error(`${path}: ${name} cannot be had as JSON`);
  return text.replace(declared, () => `const ${name} = /* @__PURE__ */ JSON.parse(${JSON.stringify(json)});`);
}

/** What a module declares, exported or not. */
async function tableIn(path: string, text: string, name: string): Promise<unknown> {
  const placed = text.replace(/ from '(\.[^']+)';/g, (_, from) => ` from '${new URL(from, pathToFileURL(path))}';`);
  const exporting = `${placed}\nexport { ${name} as table };`;
  const { table } = (await import(`data:text/javascript,${encodeURIComponent(exporting)}`)) as { table: unknown };
  return table;
}
