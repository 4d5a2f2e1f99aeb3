import type { ObservedCall } from '../../application/lessons/index.js';

/** What an exercise needs of the platform. */
export interface ExerciseHost {
  /** Assembles WebAssembly text. @throws Error whose message has the places */
  assemble(text: string, file: string): Promise<Uint8Array>;
  /** Loads the learner's module. @returns what it exports. @throws whatever comes of loading it */
  load(source: string): Promise<Readonly<Record<string, unknown>>>;
  /** Where a text is no JavaScript, which engines do not tell of a module that they load. @returns `line` or `line:column`, if that can be found out */
  syntaxPlace?(source: string): string | undefined;
  /** SHA-256. @returns hexadecimal digits */
  digest(bytes: Uint8Array): Promise<string>;
  /** Told of each call when it has ended, so that they are known if the thread has to be ended. */
  called?(call: ObservedCall): void;
}
