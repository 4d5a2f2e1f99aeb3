import { describe, enumerations, type HostcallName, unstableLayouts, whenceFromUnstable } from '../../domain/index.js';

const ORDER = whenceFromUnstable.map(value => enumerations.whence[value]);

/** What differs for `whence` in `wasi_unstable`. */
export const WHENCE_DIFFERS = `the order is ${ORDER.join(', ')}, from 0.`;

/** What differs for a hostcall in `wasi_unstable`, as a sentence; `the same.` if nothing does. */
export function unstableDifferences(name: HostcallName): string {
  if (describe(name).since !== undefined) return 'does not have it.';
  const { params, results } = describe(name);
  const found: string[] = [];
  if (params.some(param => param.kind === 'whence')) found.push(`whence differs: ${WHENCE_DIFFERS}`);
  if (results.some(result => result.kind === 'filestat'))
    found.push(`the filestat differs: ${unstableLayouts.filestat.size} bytes, nlink a u32.`);
  if (params.some(param => param.kind === 'subscriptions'))
    found.push(
      `the subscription differs: ${unstableLayouts.subscription.size} bytes, a clock has an identifier before its id.`,
    );
  return found.length > 0 ? found.join(' ') : 'the same.';
}
