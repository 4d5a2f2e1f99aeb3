import type { ServiceIdentifier } from 'inversify';
import type { Ports } from '../../domain/index.js';
import type { Interceptors } from '../interception/index.js';
import type { TraceSettings } from '../tracing/index.js';

/** The service identifiers under which adapters bind their ports. */
export const Port: { readonly [Name in keyof Ports]: ServiceIdentifier<Ports[Name]> } = {
  clocks: Symbol.for('hostcall.clocks'),
  engine: Symbol.for('hostcall.engine'),
  fileSystem: Symbol.for('hostcall.fileSystem'),
  process: Symbol.for('hostcall.process'),
  random: Symbol.for('hostcall.random'),
  stdio: Symbol.for('hostcall.stdio'),
  waiting: Symbol.for('hostcall.waiting'),
};

/** The names of all ports. */
export const portNames = Object.keys(Port) as (keyof Ports)[];

/** The service identifier of interceptors. Unlike a port, it can be bound many times: all of them count. */
export const interceptorsIdentifier: ServiceIdentifier<Interceptors> = Symbol.for('hostcall.interceptors');

/** The service identifier of settings of traces. It can be bound many times: of what is set twice, the later one counts. */
export const traceSettingsIdentifier: ServiceIdentifier<TraceSettings> = Symbol.for('hostcall.traceSettings');
