import type { Process } from '../../domain/index.js';

/** The guest's process. Node has no sched_yield; the host's scheduler gives other threads their turn without being asked. */
export class NodeProcess implements Process {
  yield(): void {}
}
