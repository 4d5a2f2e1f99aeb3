import type { Mutation } from './source-mutations.js';

/** A mutation that no test can notice, since it changes nothing that a guest or an embedder can observe. */
export interface Harmless {
  readonly file: string;
  /** What the text of the mutation begins with. */
  readonly text: string;
  /** A piece of the file that it changes, where the text alone occurs more than once. */
  readonly within?: string;
  /** How many such pieces there are, if more than one. */
  readonly pieces?: number;
  readonly why: string;
}

/** Whether a mutation is the known one. */
export function isMeant({ file, text, within = '' }: Harmless, mutation: Mutation, original: string): boolean {
  if (mutation.file !== file || !mutation.text.startsWith(text)) return false;
  if (within === '') return true;
  const from = original.indexOf(within, mutation.offset - within.length + 1);
  return from >= 0 && from <= mutation.offset;
}
