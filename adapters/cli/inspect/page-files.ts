import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The files that the page is made of. They are listed once: a request is looked up in the list, and never used as a path. */
export class PageFiles {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;

  /**
   * @param folder where the page is
   * @throws CommandLineError if it is not there
   */
  constructor(folder: string) {
    this.#folder = folder;
    this.#names = new Set(filesBelow(folder).filter(name => extname(name) in types));
    if (!this.#names.has('index.html'))
      throw new CommandLineError(
        `the page of the inspector is not in ${folder}`,
        'build hostcall with `npm run build`, or install it again',
        ExitStatus.failure,
      );
  }

  /** @param name with slashes between its parts @returns undefined if there is none of that name */
  get(name: string): PageFile | undefined {
    if (!this.#names.has(name)) return undefined;
    return { type: types[extname(name)] as string, bytes: readFileSync(join(this.#folder, name)) };
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch {
    return [];
  }
}
