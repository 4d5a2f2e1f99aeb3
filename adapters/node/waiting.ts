/** Node waits as the standard has it: it lets its main thread block. */
export { StandardWaiting as NodeWaiting } from '../web/waiting.js';
