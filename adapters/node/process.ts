import { Errno, type Process } from '../../domain/index.js';
import { threadCpuTime } from './thread-cpu-time.js';

/** The guest's process. Node has no sched_yield; the host's scheduler runs other threads by itself. */
export class NodeProcess implements Process {
  yield(): void {}

  elapsed(): number {
    return performance.now() * 1e6;
  }

  cpuTime(): number {
    return threadCpuTime() ?? -Errno.ENOTSUP;
  }
}
