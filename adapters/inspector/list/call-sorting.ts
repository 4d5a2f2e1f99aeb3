/** What sorts the list. It is loaded when it is first sorted. */
export { CallSorting } from '../../../application/inspection/index.js';
