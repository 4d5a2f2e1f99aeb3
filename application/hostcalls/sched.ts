import type { Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Giving up the processor. */
export function schedFamily({ ports: { process } }: HostcallContext): Pick<Meanings, 'sched_yield'> {
  return {
    sched_yield() {
      process.yield();
      return 0;
    },
  };
}
