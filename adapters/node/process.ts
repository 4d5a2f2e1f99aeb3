/** Node has no sched_yield either. */
export { StandardProcess as NodeProcess } from '../web/process.js';
