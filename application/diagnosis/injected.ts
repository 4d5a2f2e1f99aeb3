import type { InjectedDenial } from '../tracing/index.js';

export function injectedText(_refusal: InjectedDenial): string {
  return 'it was injected: it comes from what stands between the program and the host';
}
