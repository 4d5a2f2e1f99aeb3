import type { Process } from '../../domain/index.js';

/** The guest’s process. JavaScript has no sched_yield; the host’s scheduler gives other threads their turn without being asked. */
export class StandardProcess implements Process {
  yield(): void {}
}
