let worker: boolean | undefined;

/**
 * Whether this thread is a worker: it can be ended from outside, but not while the kernel holds it in a read or write that waits.
 *
 * The module that says so takes as long to load as a tenth of a short program. Node marks functions that a worker must not call, which tells
 * at once that it need not be loaded.
 */
export function inWorker(): boolean {
  worker ??=
    (process.chdir as { readonly disabled?: boolean }).disabled === true &&
    !process.getBuiltinModule('node:worker_threads').isMainThread;
  return worker;
}
