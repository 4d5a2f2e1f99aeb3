import type { Stream } from '../../domain/index.js';

/**
 * A stream, some of whose members are other ones.
 * @param members may call the stream's own, which stay as they are
 */
export function alteredStream<S extends Stream>(stream: S, members: Partial<Stream>): S {
  return new Proxy(stream, {
    get(target, key) {
      if (key in members) return members[key as keyof Stream];
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
