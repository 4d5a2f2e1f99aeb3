/** Making hostcalls fail, or succeed without being made, or take longer: as planned, or by chance. */
export { parseTampering } from './parse-tampering.js';
export { tamper } from './tamper.js';
export type { Tampering } from './tampering.js';
