/**
 * The chain a hostcall can pass through on its way to its meaning. Interceptors see values: strings, numbers and windows of bytes, never
 * guest pointers. Only hostcalls that have an interceptor are wrapped, when a guest is made; the others are not touched.
 */
export {
  type Answer,
  answerCall,
  type CheckedAnswer,
  checkAnswer,
  numbersIn,
  readsBytes,
  returnsNumber,
} from './answering.js';
export { guestPath } from './guest-path.js';
export { type Interception, interceptionBy, noInterception } from './intercept-meanings.js';
export type {
  CallArguments,
  CallResults,
  InterceptedCall,
  Interceptor,
  Interceptors,
  Proceed,
  RejectedCall,
} from './interceptor.js';
export { type RateLimitSettings, rateLimit } from './rate-limit.js';
export { CHAOS_RATE, type ChaosSettings, chaos } from './tampering/chaos.js';
export { type ChaosEffect, chaosTable } from './tampering/chaos-table.js';
export { parseTampering, tamperingWords } from './tampering/parse-tampering.js';
export { tamper } from './tampering/tamper.js';
export type { Tampering } from './tampering/tampering.js';
