/** What searches. It is loaded when something is first searched for; its field is there before. */
export { TextSearch } from '../../../application/inspection/index.js';
