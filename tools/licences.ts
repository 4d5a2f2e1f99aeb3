import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The folders of the npm packages that went into the bundle, relative to the root. */
function packagesIn(metafile: Metafile): string[] {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const folders = used.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput === 0 ? [] : (/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? []),
  );
  return [...new Set(folders)].sort();
}

/** The licence of a package, under its name and version. */
function licence(root: string, folder: string): string {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find(entry => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(path, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}`;
}

/**
 * Writes the licences of what went into bundles beside them.
 * @param root of the repository
 * @param folder of the bundles
 */
export function writeLicences(root: string, folder: string, metafile: Metafile): void {
  const texts = packagesIn(metafile).map(each => licence(root, each));
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), `${texts.join('\n\n----\n\n')}\n`);
}
