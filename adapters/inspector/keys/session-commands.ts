import { findNext, openFind } from '../find/open-find.js';
import { togglePrediction } from '../predict/toggle-prediction.js';
import type { Session } from '../session.js';
import type { Command } from './key-map.js';

/** What commands do to a session; those of the whole page are not among them. */
export const sessionCommands: Partial<Record<Command, (session: Session) => void>> = {
  next: session => session.step(1),
  previous: session => session.step(-1),
  'page-down': session => session.step(session.page),
  'page-up': session => session.step(-session.page),
  first: session => session.step(Number.NEGATIVE_INFINITY),
  last: session => session.step(Number.POSITIVE_INFINITY),
  'next-failure': session => void session.seek(1, call => session.failed(call)),
  'previous-failure': session => void session.seek(-1, call => session.failed(call)),
  'next-use': session => session.seekUse(1),
  'previous-use': session => session.seekUse(-1),
  follow: session => session.shown.follow(session.selected.value),
  'pane-call': session => session.pane.set('call'),
  'pane-descriptors': session => session.pane.set('descriptors'),
  'pane-notes': session => session.pane.set('notes'),
  'pane-comparison': session => session.pane.set('comparison'),
  note: session => {
    if (session.pane.value !== 'notes') session.pane.set('call');
    session.notes.noting.set(undefined);
    session.notes.noting.set(session.selected.value);
  },
  filter: () => document.querySelector<HTMLElement>('#filter')?.focus(),
  sort: () => document.querySelector<HTMLElement>('.heading[tabindex="0"]')?.focus(),
  columns: session => session.choosingColumns.set(true),
  find: session => openFind(session),
  'find-next': session => findNext(session, 1),
  'find-previous': session => findNext(session, -1),
  predict: session => void togglePrediction(session),
  timeline: () => document.querySelector<HTMLElement>('#timeline')?.focus(),
  leave: session => session.leave(),
};
