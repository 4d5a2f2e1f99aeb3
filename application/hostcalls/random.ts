import type { Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Random bytes. */
export function randomFamily({ ports: { random } }: HostcallContext): Pick<Meanings, 'random_get'> {
  return {
    random_get(buffer) {
      return random.fill(buffer.array, buffer.offset, buffer.length);
    },
  };
}
