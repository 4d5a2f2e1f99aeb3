import { CallRecord } from '../capture/call-record.js';
import type { HostcallEvent } from './hostcall-event.js';

/**
 * A class whose instances are both the captured record and the event that users see. There is one, `EventRecord`. It prints itself, so it comes from
 * the room above, `formats`, and is passed in.
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
 * @throws TypeError for anything else, including a copy of an event, which lacks the captured data
 */
export function recordOf(event: HostcallEvent | CallRecord): CallRecord {
  if (event instanceof CallRecord) return event;
  throw new TypeError('this is not an event of hostcalls$, or it is a copy; pass the event itself');
}
