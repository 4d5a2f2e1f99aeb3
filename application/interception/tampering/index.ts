/** Making hostcalls fail, or succeed without being made, or take longer: as planned, or by chance. */
export { CHAOS_RATE, type ChaosSettings, chaos } from './chaos.js';
export { type ChaosEffect, type ChaosEffects, chaosTable } from './chaos-table.js';
export { parseTampering, tamperingWords } from './parse-tampering.js';
export { tamper } from './tamper.js';
export type { Tampering } from './tampering.js';
