/** Values that JavaScript can throw through a guest and that are dangerous to examine. */

function refuse(): never {
  throw new Error('nobody is to ask');
}

const refusing = new Proxy(
  {},
  Object.fromEntries(Object.getOwnPropertyNames(Reflect).map(trap => [trap, refuse])) as ProxyHandler<object>,
);

/** Values that are not errors. */
export const strangeValues: readonly unknown[] = [
  undefined,
  null,
  1,
  10n,
  'unreachable',
  Symbol('unreachable'),
  {},
  Object.create(null),
  refuse,
  refusing,
  { name: 'RuntimeError', message: 'unreachable' },
  { toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse },
  {
    get [Symbol.toStringTag](): string {
      return refuse();
    },
  },
  { [Symbol.toStringTag]: 'Error', name: 'RuntimeError', message: 'unreachable' },
];

/** Errors that cannot be read. */
export const strangeErrors: readonly Error[] = [
  Object.defineProperty(new Error('hidden'), 'message', { get: refuse }),
  Object.defineProperty(new Error('hidden'), 'name', { get: refuse }),
  Object.assign(new Error('a symbol'), { name: 'RuntimeError', message: Symbol('unreachable') }),
  Object.assign(new RangeError('no text'), { message: { includes: refuse } }),
];
