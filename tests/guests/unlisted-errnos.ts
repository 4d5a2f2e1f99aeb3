import type { Runtime } from '../../application/runtime/index.js';
import { errnoName, errnosOf, type HostcallName } from '../../domain/index.js';

/** What is wrong with a hostcall's errno, if the table doesn't list it for the call; undefined if all is well. */
export function unlistedErrno(name: HostcallName, errno: number): string | undefined {
  const known = errno === 0 || errnosOf(name).some(listed => listed === errnoName(errno));
  return known ? undefined : `${name} gave ${errnoName(errno)}, which its row of the table does not list`;
}

/**
 * Watches the hostcalls of a runtime for errnos that the table does not list: the reference and the types rest on it.
 * @returns a function that ends the watch, and throws if there were any
 */
export function watchErrnos(runtime: Runtime): () => void {
  const found = new Set<string>();
  const watching = runtime.hostcalls$.subscribe(({ name, errno }) => {
    const problem = errno === 0 ? undefined : unlistedErrno(name, errno);
    if (problem !== undefined) found.add(problem);
  });
  return () => {
    watching.unsubscribe();
    if (found.size > 0) throw new Error([...found].join('\n'));
  };
}
