import type { Process } from '../../domain/index.js';
import { now } from './globals.js';

/** The guest’s process. JavaScript has no sched_yield; the host’s scheduler gives other threads their turn without being asked. */
export class StandardProcess implements Process {
  yield(): void {}

  elapsed(): number {
    return now() * 1e6;
  }
}
