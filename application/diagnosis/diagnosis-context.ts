import type { ExaminedGuest } from '../tracing/index.js';
import type { Origins } from './descriptor-origins.js';

/** Where the reasons of a guest's denials are looked for. */
export interface DiagnosisContext extends ExaminedGuest {
  readonly origins: Origins;
}
