import type { TextSearch } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { useWatched, Watched } from '../watched.js';

const nothing = new Watched(undefined);

/** The matches so far; undefined while no text is searched for. The calling view is drawn again when there are more. */
export function useSearch(session: Session): TextSearch | undefined {
  const find = useWatched(session.find);
  useWatched<unknown>(find?.examined ?? nothing);
  return useWatched(find?.search ?? nothing);
}
