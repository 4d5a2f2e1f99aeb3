import { WASI } from './wasi.js';
import type { WASIOptions } from './wasi-options.js';

/** The options of node:wasi. */
const NAMES = ['version', 'args', 'env', 'preopens', 'returnOnExit', 'stdin', 'stdout', 'stderr'] as const;

/** The class that is put in the place of node:wasi's. It passes over options that node:wasi does not know, as that does. */
export class StandIn extends WASI {
  static override readonly name = 'WASI';

  /** @throws what node:wasi throws */
  constructor(options?: WASIOptions) {
    super(nodeOptions(options));
  }
}

function nodeOptions(options: WASIOptions | undefined): WASIOptions | undefined {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(NAMES.map(name => [name, options[name]])) as unknown as WASIOptions;
}
