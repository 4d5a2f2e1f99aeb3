import { CallRecord } from '../capture/call-record.js';
import type { HostcallEvent } from './hostcall-event.js';

/**
 * A class whose instances are both: what the recorder fills, and what users see. There is one, `EventRecord`; it is passed in from the rooms
 * above, since it prints itself.
 */
export type EventClass = new (...fields: ConstructorParameters<typeof CallRecord>) => CallRecord;

/** A record of an {@link EventClass} as users see it. */
export function eventOf(record: CallRecord): HostcallEvent {
  // The compiler cannot see that the name of the hostcall and the types of its arguments agree; the table makes them.
  return record as unknown as HostcallEvent;
}

/**
 * What was captured of a call.
 * @param event as `hostcalls$` delivered it, or out of a recording
 * @throws TypeError for anything else, a copy of an event included: a copy has lost what it would be printed from
 */
export function recordOf(event: HostcallEvent | CallRecord): CallRecord {
  if (event instanceof CallRecord) return event;
  throw new TypeError('this is not an event of hostcalls$, or it is a copy; pass the event itself');
}
