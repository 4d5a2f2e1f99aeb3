import { Errno } from '../../../domain/index.js';
import type { LimitRefusal } from '../events/refusal.js';

const errnos = {
  descriptors: Errno.EMFILE,
  pathBytes: Errno.ENAMETOOLONG,
  iovecs: Errno.EINVAL,
  iovecBytes: Errno.EINVAL,
  subscriptions: Errno.EINVAL,
} as const;

/** The refusal of too many. */
export function limitRefusal(limit: LimitRefusal['limit'], count: number, most: number, param?: string): LimitRefusal {
  return { kind: 'limit', errno: errnos[limit], ...(param !== undefined && { param }), limit, count, most };
}

export function limitText({ param, limit, count, most }: LimitRefusal): string {
  switch (limit) {
    case 'descriptors':
      return `${count} descriptors are open, and the limit is ${most}`;
    case 'pathBytes':
      return `${param} has ${count} bytes, and the limit is ${most}`;
    case 'iovecs':
      return `${param} has ${count} buffers, and the limit is ${most}`;
    case 'iovecBytes':
      return `the buffers of ${param} have ${count} bytes together, and one call moves at most ${most}`;
    case 'subscriptions':
      return `there are ${count} subscriptions, and the limit is ${most}`;
  }
}
