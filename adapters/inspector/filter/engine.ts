/** The parts of the filter other than its field. They are loaded when the field is first used. */
export { Selection } from '../../../application/inspection/index.js';
export { parseFilter } from '../../../application/tracing/index.js';
export { CompletionList, completions, onCompletionKey } from './completions.js';
