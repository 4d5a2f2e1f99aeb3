import type { InjectedRefusal } from '../events/refusal.js';

export function injectedText(_refusal: InjectedRefusal): string {
  return 'it was injected: it comes from what stands between the program and the host';
}
