import type { ExaminedGuest } from '../capture/call-examiner.js';
import type { Origins } from './origins.js';

/** Where the reasons of a guest's refusals are looked for. */
export interface RefusalScene extends ExaminedGuest {
  readonly origins: Origins;
}
