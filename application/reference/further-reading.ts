import { describe, type HostcallName } from '../../domain/index.js';
import { hostcallText } from '../../domain/texts/index.js';

/** A page on the web. */
export interface WebLink {
  readonly text: string;
  readonly href: string;
}

const SPECIFICATION = 'https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md';
const WASMEDGE = 'https://github.com/WasmEdge/WasmEdge/blob/0.13.5/lib/host/wasi/wasifunc.cpp';
const THREADS = 'https://github.com/WebAssembly/wasi-threads/blob/main/README.md';
const MANUAL = 'https://man7.org/linux/man-pages';

/** Where a hostcall is specified: its section of the interface description, or, for a function that is not in it, what describes that. */
export function specificationOf(name: HostcallName): WebLink {
  switch (describe(name).since) {
    case 'wasmedge':
      return { text: 'WasmEdge, wasifunc.cpp', href: WASMEDGE };
    case 'threads':
      return { text: 'wasi-threads', href: THREADS };
    default:
      return { text: `WASI preview1, ${name}`, href: `${SPECIFICATION}#${name}` };
  }
}

/** The manual page of the function of POSIX that a hostcall resembles; undefined if there is none. */
export function manualPageOf(name: HostcallName): WebLink | undefined {
  const [, page, section] = /^(\w+)\((\d|F_|AT_|fd)/.exec(hostcallText(name).posix) ?? [];
  if (page === undefined || page === 'main') return undefined;
  const number = /^\d$/.test(section ?? '') ? section : '2';
  return { text: `${page}(${number})`, href: `${MANUAL}/man${number}/${page}.${number}.html` };
}
