export { parseHostcallSet } from './hostcall-set.js';
