/**
 * Hostcalls for OpenTelemetry, through the API of `@opentelemetry/api`, which users have to install: what happens with metrics and spans is up to
 * the SDK that they have set up. Runs wherever that API does.
 * @module hostcall/opentelemetry
 */
export { type HostcallInstrumentation, instrumentHostcalls, type TelemetryOptions } from './instrument-hostcalls.js';
