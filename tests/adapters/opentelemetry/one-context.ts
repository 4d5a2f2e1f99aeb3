import type { Context, ContextManager } from '@opentelemetry/api';

/** A context manager of one context, which is always active. */
export class OneContext implements ContextManager {
  readonly #context: Context;

  constructor(active: Context) {
    this.#context = active;
  }

  active(): Context {
    return this.#context;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    _context: unknown,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return work.call(self, ...args);
  }

  bind<T>(_context: unknown, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
