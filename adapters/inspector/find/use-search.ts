import type { TextSearch } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { useWatched, Watched } from '../watched.js';

const nothing = new Watched(undefined);

/** What has been found so far; undefined while no text is searched for. The view that asks is drawn again when there is more. */
export function useSearch(session: Session): TextSearch | undefined {
  const find = useWatched(session.find);
  useWatched<unknown>(find?.examined ?? nothing);
  return useWatched(find?.search ?? nothing);
}
