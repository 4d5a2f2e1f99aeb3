import type { Clocks, Waiting } from '../../domain/index.js';

/** Whether clocks also let time pass: then nothing else should, as it would go by another time. */
export function waits(clocks: Clocks): clocks is Clocks & Waiting {
  return 'wait' in clocks;
}
