/**
 * The sockets that WasmEdge adds to `wasi_snapshot_preview1`, as rows of the table. They are there for a program that is given a network.
 *
 * WasmEdge has changed the types of some functions, and kept their names. Such a function has a row for each type, under a name with `_v1` or `_v2` behind
 * it: a program's import is told apart by how many parameters it has. WasmEdge itself exports the second versions under such names, too.
 *
 * Source: https://github.com/WasmEdge/WasmEdge/blob/0.13.5/lib/host/wasi/wasifunc.cpp and, for the versions,
 * https://github.com/second-state/wasmedge_wasi_socket/blob/main/src/socket.rs.
 */
import type { HostcallDescription } from './hostcall-description.js';

const SOCKET_ERRNOS = ['ENOTSOCK', 'ENOTSUP', 'EAFNOSUPPORT'] as const;

export const wasmEdgeHostcalls = {
  sock_open: {
    family: 'network',
    params: [
      { name: 'family', kind: 'addressfamily' },
      { name: 'type', kind: 'sockettype' },
    ],
    results: [{ name: 'fd', kind: 'fd' }],
    errnos: ['EACCES', 'EAFNOSUPPORT', 'EINVAL', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'ENOTSUP'],
    classes: ['net', 'desc'],
    descriptors: 'opens',
    since: 'wasmedge',
  },
  sock_bind: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'address' },
      { name: 'port', kind: 'port' },
    ],
    results: [],
    errnos: ['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_listen: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'backlog', kind: 'backlog' },
    ],
    results: [],
    errnos: ['EACCES', 'EADDRINUSE', 'EINVAL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_accept_v1: {
    family: 'network',
    params: [{ name: 'fd', kind: 'fd', rights: ['SOCK_ACCEPT'] }],
    results: [{ name: 'fd', kind: 'fd' }],
    errnos: ['EAGAIN', 'ECONNABORTED', 'EMFILE', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    descriptors: 'opens',
    waits: true,
    since: 'wasmedge',
  },
  sock_connect: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'address' },
      { name: 'port', kind: 'port' },
    ],
    results: [],
    errnos: [
      ...['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'EAGAIN', 'EALREADY', 'ECONNREFUSED'],
      ...['ECONNRESET', 'EHOSTUNREACH', 'EINPROGRESS', 'EISCONN', 'ENETUNREACH', 'ETIMEDOUT', ...SOCKET_ERRNOS],
    ] as const,
    classes: ['net', 'desc'],
    waits: true,
    since: 'wasmedge',
  },
  sock_getlocaladdr: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'addr_type', kind: 'numberroom' },
      { name: 'port', kind: 'numberroom' },
    ],
    results: [],
    errnos: ['EINVAL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_getlocaladdr_v2: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'port', kind: 'numberroom' },
    ],
    results: [],
    errnos: ['EINVAL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_getpeeraddr: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'addr_type', kind: 'numberroom' },
      { name: 'port', kind: 'numberroom' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTCONN', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_getpeeraddr_v2: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'port', kind: 'numberroom' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTCONN', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_recv_from: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'ri_data', kind: 'iovecs' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'ri_flags', kind: 'riflags' },
    ],
    results: [
      { name: 'ro_datalen', kind: 'size' },
      { name: 'ro_flags', kind: 'roflags' },
    ],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EINVAL', 'ENOTCONN', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    waits: true,
    since: 'wasmedge',
  },
  sock_recv_from_v2: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'ri_data', kind: 'iovecs' },
      { name: 'addr', kind: 'addressroom' },
      { name: 'ri_flags', kind: 'riflags' },
      { name: 'port', kind: 'numberroom' },
    ],
    results: [
      { name: 'ro_datalen', kind: 'size' },
      { name: 'ro_flags', kind: 'roflags' },
    ],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EINVAL', 'ENOTCONN', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    waits: true,
    since: 'wasmedge',
  },
  sock_send_to: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE'] },
      { name: 'si_data', kind: 'ciovecs' },
      { name: 'addr', kind: 'address' },
      { name: 'port', kind: 'port' },
      { name: 'si_flags', kind: 'siflags' },
    ],
    results: [{ name: 'so_datalen', kind: 'size' }],
    errnos: [
      ...['ENOTCAPABLE', 'EACCES', 'EAGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'EINVAL', 'EISCONN'],
      ...['EMSGSIZE', 'ENETUNREACH', 'ENOTCONN', 'EPIPE', ...SOCKET_ERRNOS],
    ] as const,
    classes: ['net', 'desc'],
    waits: 'briefly',
    since: 'wasmedge',
  },
  sock_getsockopt: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'level', kind: 'socketlevel' },
      { name: 'name', kind: 'socketoption' },
      { name: 'flag', kind: 'optionroom' },
    ],
    results: [],
    errnos: ['EINVAL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_setsockopt: {
    family: 'network',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'level', kind: 'socketlevel' },
      { name: 'name', kind: 'socketoption' },
      { name: 'flag', kind: 'optionvalue' },
    ],
    results: [],
    errnos: ['EDOM', 'EINVAL', ...SOCKET_ERRNOS],
    classes: ['net', 'desc'],
    since: 'wasmedge',
  },
  sock_getaddrinfo: {
    family: 'network',
    params: [
      { name: 'node', kind: 'netname', verbatim: true },
      { name: 'service', kind: 'netname', verbatim: true },
      { name: 'hints', kind: 'addressquery' },
      { name: 'res', kind: 'addresslist' },
    ],
    results: [{ name: 'res_count', kind: 'size' }],
    errnos: ['EACCES', 'EAGAIN', 'EINVAL', 'EIO', 'ENOENT', 'ENOMEM', 'ENOTSUP'],
    classes: ['net'],
    waits: 'briefly',
    since: 'wasmedge',
  },
} as const satisfies Record<string, HostcallDescription>;

/** The version that is told apart by `_v1` or `_v2` behind the name of the import. */
const VERSION = /_v[12]$/;

/**
 * The name that a hostcall is imported under.
 * @param name a name of the table
 */
export function importedName(name: string): string {
  return name.replace(VERSION, '');
}
