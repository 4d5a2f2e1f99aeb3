/** Facts about hostcalls for people, from the table. */
export { parseHostcallSet } from './hostcall-set.js';
