import { throwError } from 'rxjs';

/**
 * Throws an error of the embedder's code outside of the guest, in a task of its own, as rxjs does with what a subscriber throws: it is then an
 * uncaught exception, unless rxjs' `config.onUnhandledError` is set.
 */
export function throwLater(error: unknown): void {
  throwError(() => error).subscribe();
}
