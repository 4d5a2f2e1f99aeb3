import { Errno } from '../../domain/index.js';
import type { LimitDenial } from '../tracing/index.js';

const errnos = {
  descriptors: Errno.EMFILE,
  pathBytes: Errno.ENAMETOOLONG,
  iovecs: Errno.EINVAL,
  iovecBytes: Errno.EINVAL,
  subscriptions: Errno.EINVAL,
} as const;

/** The denial of too many. */
export function limitDenial(limit: LimitDenial['limit'], count: number, most: number, param?: string): LimitDenial {
  return { kind: 'limit', errno: errnos[limit], ...(param !== undefined && { param }), limit, count, most };
}

export function limitText({ param, limit, count, most }: LimitDenial): string {
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
