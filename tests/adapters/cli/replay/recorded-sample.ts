import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Recording, readRecording } from '../../../../application/recording/index.js';
import { SAMPLE, secrets } from '../../../application/recording/sample-run.js';
import { type Ended, hostcall, Scratch } from '../command-line.js';

/** A place with the sample program, the directory it reads, and a file for its recording. */
export class RecordedSample extends Scratch {
  readonly data = join(this.path, 'data');
  readonly output = join(this.path, 'run.hcr');
  program = '';

  /** Puts the program and the directory there. */
  async prepare(): Promise<void> {
    mkdirSync(this.data, { recursive: true });
    writeFileSync(join(this.data, 'notes.txt'), secrets.file);
    this.program = await this.module('sample.wasm', SAMPLE);
  }

  /** Runs the program as `hostcall` does, with all that it asks for. @param words the command, and its options */
  run(...words: string[]): Ended {
    const given = [`--dir=${this.data}::/`, `--env=NAME=${secrets.variable}`, this.program, secrets.argument];
    return hostcall([...words, ...given], { input: secrets.input, cwd: this.path });
  }

  /** Records it into `output`. */
  record(...options: string[]): Ended {
    return this.run('record', '-o', this.output, ...options);
  }

  /** A recording in a file. */
  recording(path = this.output): Recording {
    return readRecording(new Uint8Array(readFileSync(path)));
  }
}
