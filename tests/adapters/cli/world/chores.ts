import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { type Ended, hostcall, Scratch } from '../command-line.js';

/** A program that does what its arguments say, one thing after the other, and a place with directories for it. */
export class Chores {
  readonly scratch = new Scratch();
  readonly program: string;
  #folders = 0;

  private constructor(wasm: Uint8Array) {
    this.program = this.scratch.file('chores.wasm', wasm);
  }

  /** Builds the program. To be called in a hook: it raises the time that the hook may take. */
  static async build(hook: Mocha.Context): Promise<Chores> {
    hook.timeout(BUILD_TIMEOUT);
    return new Chores(await buildC('chores'));
  }

  /** A directory of the host with two files and a directory. */
  folder(): string {
    const path = join(this.scratch.path, `folder-${this.#folders++}`);
    mkdirSync(join(path, 'sub'), { recursive: true });
    writeFileSync(join(path, 'a.txt'), 'first');
    writeFileSync(join(path, 'sub/b.txt'), 'second');
    return path;
  }

  /** Runs it. @param work its task */
  run(options: readonly string[], work: readonly string[], input = ''): Ended {
    return hostcall(['run', ...options, this.program, ...work], { input });
  }

  /** Runs it, and expects that all goes well. @returns what it prints */
  printed(options: readonly string[], ...work: string[]): string {
    const { status, stdout, stderr } = this.run(options, work);
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
    return stdout;
  }

  remove(): void {
    this.scratch.remove();
  }
}
