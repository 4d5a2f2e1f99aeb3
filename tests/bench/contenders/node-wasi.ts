import { WASI } from 'node:wasi';
import { args, type Contender, env } from '../contender.js';

/** node:wasi, whom everybody is measured against. */
export function nodeWasi(folder: string): Contender {
  const wasi = new WASI({ version: 'preview1', args: [...args], env: { ...env }, preopens: { '/': folder } });
  return {
    name: 'node:wasi',
    imports: wasi.wasiImport as Record<string, unknown>,
    attach: instance => wasi.initialize(instance),
  };
}
