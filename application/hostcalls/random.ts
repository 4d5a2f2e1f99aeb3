import { Errno, type Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Random bytes. */
export function randomFamily({ ports: { random } }: HostcallContext): Pick<Meanings, 'random_get'> {
  return {
    random_get(buffer) {
      const { array, offset, length } = buffer;
      const result = random.fill(array, offset, length);
      // A source of the embedder's can have made the memory grow: what it put into the old array may be lost.
      if (array.length > 0 || result < 0 || length === 0) return result;
      const grown = buffer.array;
      const again = random.fill(grown, offset, length);
      return again === 0 && grown.length === 0 ? -Errno.EIO : again;
    },
  };
}
