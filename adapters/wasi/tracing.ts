/** What a guest's calls are captured with once somebody asks for them. */
export { EventRecord } from '../../application/formats/index.js';
export { HubGuestTrace, TraceHub } from '../../application/tracing/index.js';
