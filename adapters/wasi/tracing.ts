/** What a guest's calls are captured with once they are asked for. */
export { EventRecord } from '../../application/formats/index.js';
export { HubGuestTrace, TraceHub } from '../../application/tracing/index.js';
