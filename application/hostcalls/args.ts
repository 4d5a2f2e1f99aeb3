import type { Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** The program's arguments. */
export function argsFamily({ args }: HostcallContext): Pick<Meanings, 'args_get' | 'args_sizes_get'> {
  return {
    args_get(strings) {
      strings.value = args;
      return 0;
    },
    args_sizes_get(size) {
      size.value = args.bytes.length;
      return args.offsets.length;
    },
  };
}
