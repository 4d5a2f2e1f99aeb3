import type { Session } from '../session.js';
import { Find } from './find.js';

/** Opens the search for a text in all calls; if it is open, asks for another text. */
export function openFind(session: Session): void {
  if (session.find.value === undefined) session.find.value = new Find(session);
  else {
    const field = document.querySelector<HTMLInputElement>('#find');
    field?.focus();
    field?.select();
  }
}

/** Looks at the next call that has been found, or at the one before; if nothing is searched for, asks for it. */
export function findNext(session: Session, direction: 1 | -1): void {
  if (session.find.value === undefined) openFind(session);
  else session.find.value.next(direction);
}
