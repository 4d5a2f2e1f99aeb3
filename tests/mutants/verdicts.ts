import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is remembered of a file: the mutations of it that tests have noticed. */
interface KnownFile {
  /** Of the code that the file was compiled into then. */
  readonly hash: string;
  readonly killed: readonly string[];
}

/** Mutations that were noticed in earlier runs. Those of a file whose code has changed are tried again, and so is whatever has survived. */
export class Verdicts {
  readonly #folder: string;

  /** @param folder where they are kept, each source file's in a file of its own: runs for other files write at the same time */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether a mutation of a file was noticed while its code was as it is now. @param code what the file is compiled into */
  isKilled(file: string, code: string, mutation: string): boolean {
    return this.#killed(file, hashOf(code)).includes(mutation);
  }

  /** Remembers that a mutation was noticed. */
  kill(file: string, code: string, mutation: string): void {
    const hash = hashOf(code);
    const known: KnownFile = { hash, killed: [...this.#killed(file, hash), mutation] };
    mkdirSync(this.#folder, { recursive: true });
    // Whoever reads meanwhile reads a whole file.
    const written = `${this.#place(file)}.${process.pid}`;
    writeFileSync(written, JSON.stringify(known, undefined, 1));
    renameSync(written, this.#place(file));
  }

  #killed(file: string, hash: string): readonly string[] {
    const place = this.#place(file);
    if (!existsSync(place)) return [];
    const known: KnownFile = JSON.parse(readFileSync(place, 'utf8'));
    return known.hash === hash ? known.killed : [];
  }

  #place(file: string): string {
    return join(this.#folder, `${file.replaceAll('/', '-')}.json`);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
