import type { Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** The program's environment. */
export function environFamily({ environ }: HostcallContext): Pick<Meanings, 'environ_get' | 'environ_sizes_get'> {
  return {
    environ_get(strings) {
      strings.value = environ;
      return 0;
    },
    environ_sizes_get(size) {
      size.value = environ.bytes.length;
      return environ.offsets.length;
    },
  };
}
