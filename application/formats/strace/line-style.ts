import { encodeUtf8 } from '../../../domain/index.js';
import { quoteLabel, quoteRange } from '../../text/index.js';
import type { DescriptorDetails } from '../../tracing/index.js';
import type { CompleteStraceOptions } from './strace-options.js';
import { enumeration, rights } from './value-text.js';

/** So many texts of each kind are remembered; a program that opens more files has theirs made again. */
const REMEMBERED = 1000;

/** The options of a formatter as they are for some hostcalls. */
export type StyleOptions = Omit<CompleteStraceOptions, 'raw' | 'verbose'> & {
  readonly raw: boolean;
  readonly verbose: boolean;
};

/** The common parts of the printers of some hostcalls: options, and repeated texts. */
export class LineStyle {
  readonly options: StyleOptions;
  readonly #labels = new Map<string, string>();
  readonly #rights = new Map<bigint, string>();

  constructor(options: StyleOptions) {
    this.options = options;
  }

  /** A string with some of its bytes at `from`. Its limit is `stringSize` if none is given. */
  string(u8: Uint8Array, from: number, captured: number, size: number, limit = this.options.stringSize): string {
    const { hexStrings, palette } = this.options;
    const text = quoteRange(u8, from, captured, size, limit, hexStrings);
    return palette === undefined ? text : palette.string(text);
  }

  /** Rights, as options say. */
  rights(value: bigint): string {
    return remembered(this.#rights, value, () => rights(value, this));
  }

  /** A descriptor, with what it is called; C programs pass -1, not 4294967295. */
  descriptor(fd: number, label: string | undefined, details: DescriptorDetails | undefined): string {
    if (label === undefined || !this.options.descriptorPaths) return String(fd | 0);
    const told = details === undefined || !this.options.descriptorDetails ? '' : this.#details(label, details);
    return `${fd | 0}${told === '' ? this.#label(label) : this.#bracketed(label, told)}`;
  }

  #label(label: string): string {
    return remembered(this.#labels, label, () => this.#bracketed(label, ''));
  }

  #bracketed(label: string, details: string): string {
    const { palette, hexStrings } = this.options;
    const text = `<${quoteLabel(label, hexStrings)}${details}>`;
    return palette === undefined ? text : palette.label(text);
  }

  #details(label: string, { filetype, rightsBase, rightsInheriting }: DescriptorDetails): string {
    const parts = [enumeration('filetype', filetype, this), this.rights(BigInt(rightsBase))];
    if (rightsInheriting !== 0) parts.push(`inheriting ${this.rights(BigInt(rightsInheriting))}`);
    const host = this.options.hostPath(label);
    if (host !== undefined) {
      const bytes = encodeUtf8(host);
      parts.push(quoteRange(bytes, 0, bytes.length, bytes.length, bytes.length, this.options.hexStrings));
    }
    return `<${parts.join(', ')}>`;
  }
}

function remembered<Key>(known: Map<Key, string>, key: Key, make: () => string): string {
  let text = known.get(key);
  if (text === undefined) {
    if (known.size >= REMEMBERED) known.clear();
    text = make();
    known.set(key, text);
  }
  return text;
}
