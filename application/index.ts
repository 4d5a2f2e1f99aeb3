/** hostcall: WASI preview1 for JavaScript hosts. What each hostcall does, tracing, running, assembling; knows no platform. */
export * from '../domain/index.js';
export * from './assembly/index.js';
export * from './composition/index.js';
export { defaultLimits, type Limits } from './guest/limits.js';
export {
  type CallArguments,
  type CallResults,
  guestPath,
  type InterceptedCall,
  type Interceptor,
  type Interceptors,
  type Proceed,
  type RefusedCall,
} from './interception/index.js';
export * from './interception/tampering/index.js';
export { functionSymbols, type GuestSymbols } from './modules/index.js';
export * from './runtime/index.js';
export * from './tracing/index.js';
