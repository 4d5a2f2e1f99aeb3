import { dispositionOf, Errno, enumerations, type Meanings, SIGNAL_EXIT_BASE } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Ending the program, and signals. */
export function procFamily({ exit }: HostcallContext): Pick<Meanings, 'proc_exit' | 'proc_raise'> {
  return {
    proc_exit(code) {
      return exit(code);
    },
    proc_raise(signal) {
      const disposition = dispositionOf(enumerations.signal[signal] as string);
      if (disposition === 'terminate') return exit(SIGNAL_EXIT_BASE + signal);
      return disposition === 'stop' ? -Errno.ENOTSUP : 0;
    },
  };
}
