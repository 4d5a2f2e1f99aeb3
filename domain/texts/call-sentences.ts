/**
 * What a call of each hostcall does, as the parts of a sentence. A parameter or result in braces stands for its value in words; with a noun behind `|`, it
 * is a count of such things.
 */
import type { HostcallName } from '../preview1/index.js';

/** The parts of a sentence about a call. */
export interface CallSentence {
  /** The request of the program: it continues "The program asks". */
  readonly asks: string;
  /** What it gets if the call succeeds. */
  readonly gets: string;
  /** What it gets if the call succeeds and its first result is 0, where that has a meaning of its own. */
  readonly getsNone?: string;
}

/** The end of a file or stream, which a read of 0 bytes reports. */
const END = 'it gets 0 bytes: the end is reached, or no byte was requested';
const DONE = 'it is done';

/** A sentence for every hostcall of the table. */
export const callSentences: { readonly [N in HostcallName]: CallSentence } = {
  args_get: { asks: 'for its arguments', gets: 'they are {argv}' },
  args_sizes_get: {
    asks: 'how much memory its arguments take',
    gets: 'it has {argc|argument}, of {argv_buf_size|byte} with their NUL bytes',
  },
  environ_get: { asks: 'for its environment variables', gets: 'they are {environ}' },
  environ_sizes_get: {
    asks: 'how much memory its environment variables take',
    gets: 'it has {environc|variable}, of {environ_buf_size|byte} with their NUL bytes',
  },
  clock_res_get: { asks: 'for the resolution of the clock {id}', gets: 'it is {resolution}' },
  clock_time_get: { asks: 'for the time of the clock {id}', gets: 'it is {time}' },
  fd_advise: {
    asks: 'the host to expect the use {advice} of {len|byte} at offset {offset} of {fd}',
    gets: 'the host has taken note',
  },
  fd_allocate: { asks: 'for storage for {len|byte} at offset {offset} of {fd}', gets: 'the storage is reserved' },
  fd_close: { asks: 'to close {fd}', gets: 'its number is free again' },
  fd_datasync: { asks: 'to wait until the data of {fd} is on the storage', gets: 'it is there' },
  fd_fdstat_get: { asks: 'what {fd} is', gets: 'it is {stat}' },
  fd_fdstat_set_flags: { asks: 'to set the flags of {fd} to {flags}', gets: DONE },
  fd_fdstat_set_rights: {
    asks: 'to reduce the rights of {fd} to {fs_rights_base}, and what it hands down to {fs_rights_inheriting}',
    gets: 'it has these rights from now on, and cannot get others back',
  },
  fd_filestat_get: { asks: 'for the attributes of {fd}', gets: 'it is {buf}' },
  fd_filestat_set_size: { asks: 'to set the size of {fd} to {size|byte}', gets: DONE },
  fd_filestat_set_times: { asks: 'to set the times of {fd} ({fst_flags})', gets: DONE },
  fd_pread: {
    asks: 'to read from {fd} at offset {offset} into {iovs}',
    gets: 'it gets {nread|byte}, and the offset of the descriptor is unchanged',
    getsNone: END,
  },
  fd_prestat_get: {
    asks: 'whether {fd} is a preopen',
    gets: 'it is {buf}',
  },
  fd_prestat_dir_name: { asks: 'for the name of the preopen {fd}', gets: 'it is {path}' },
  fd_pwrite: {
    asks: 'to write {iovs} to {fd} at offset {offset}',
    gets: 'it writes {nwritten|byte}, and the offset of the descriptor is unchanged',
  },
  fd_read: {
    asks: 'to read from {fd} into {iovs}',
    gets: 'it gets {nread|byte}',
    getsNone: END,
  },
  fd_readdir: {
    asks: 'for the entries of {fd}, from cookie {cookie} on',
    gets: 'it gets {bufused|byte} of entries',
    getsNone: 'it gets no entry: the listing has ended',
  },
  fd_renumber: { asks: 'to give {fd} the number of {to}', gets: 'what had that number before is closed' },
  fd_seek: { asks: 'to move the offset of {fd} to {offset} {whence}', gets: 'the offset is now {newoffset}' },
  fd_sync: { asks: 'to wait until the data and the attributes of {fd} are on the storage', gets: 'they are there' },
  fd_tell: { asks: 'for the offset of {fd}', gets: 'it is {offset}' },
  fd_write: { asks: 'to write {iovs} to {fd}', gets: 'it writes {nwritten|byte}' },
  path_create_directory: { asks: 'to create the directory {path} below {fd}', gets: DONE },
  path_filestat_get: { asks: 'for the attributes of {path} below {fd}', gets: 'it is {buf}' },
  path_filestat_set_times: { asks: 'to set the times of {path} below {fd} ({fst_flags})', gets: DONE },
  path_link: {
    asks: 'to give the file {old_path} below {old_fd} the second name {new_path} below {new_fd}',
    gets: 'both names lead to the same file',
  },
  path_open: {
    asks: 'to open {path} below {fd} with {oflags} and {fs_rights_base}',
    gets: 'it gets {opened_fd}',
  },
  path_readlink: { asks: 'where the symbolic link {path} below {fd} leads', gets: 'it leads to {buf}' },
  path_remove_directory: { asks: 'to remove the empty directory {path} below {fd}', gets: DONE },
  path_rename: {
    asks: 'to rename {old_path} below {fd} to {new_path} below {new_fd}',
    gets: 'a file that had the new name is replaced',
  },
  path_symlink: {
    asks: 'to create the symbolic link {new_path} below {fd}, leading to {old_path}',
    gets: 'it is created, whether or not its target exists',
  },
  path_unlink_file: {
    asks: 'to remove the name {path} below {fd}',
    gets: 'the file is deleted with its last name, once no descriptor has it open',
  },
  poll_oneoff: { asks: 'to wait for {in}', gets: '{nevents|event} occurred: {out}' },
  proc_exit: { asks: 'to end with the exit status {rval}', gets: 'it ends' },
  proc_raise: { asks: 'to send itself the signal {sig}', gets: 'the signal is ignored' },
  sched_yield: { asks: 'to let other threads run', gets: 'it continues' },
  random_get: { asks: 'for {buf} of random data', gets: 'they are there' },
  sock_accept: { asks: 'to accept a connection to {fd}', gets: 'it gets {fd}' },
  sock_recv: {
    asks: 'to receive from {fd} into {ri_data}',
    gets: 'it gets {ro_datalen|byte}',
    getsNone: 'it gets 0 bytes: the peer sends no more',
  },
  sock_send: { asks: 'to send {si_data} to {fd}', gets: 'it sends {so_datalen|byte}' },
  sock_shutdown: { asks: 'to shut down {how} of {fd}', gets: DONE },
  sock_open: { asks: 'for a socket of the type {type}', gets: 'it gets {fd}' },
  sock_bind: { asks: 'to bind {fd} to {addr}, port {port}', gets: DONE },
  sock_listen: { asks: 'to make {fd} listen for connections', gets: 'it listens' },
  sock_accept_v1: { asks: 'to accept a connection to {fd}', gets: 'it gets {fd}' },
  sock_connect: { asks: 'to connect {fd} to {addr}, port {port}', gets: 'it is connected' },
  sock_getlocaladdr: { asks: 'for the address of {fd}', gets: 'it is {addr}, port {port}' },
  sock_getlocaladdr_v2: { asks: 'for the address of {fd}', gets: 'it is {addr}, port {port}' },
  sock_getpeeraddr: { asks: 'what {fd} is connected to', gets: 'it is {addr}, port {port}' },
  sock_getpeeraddr_v2: { asks: 'what {fd} is connected to', gets: 'it is {addr}, port {port}' },
  sock_recv_from: { asks: 'to receive from {fd} into {ri_data}', gets: 'it gets {ro_datalen|byte} from {addr}' },
  sock_recv_from_v2: {
    asks: 'to receive from {fd} into {ri_data}',
    gets: 'it gets {ro_datalen|byte} from {addr}, port {port}',
  },
  sock_send_to: { asks: 'to send {si_data} from {fd} to {addr}, port {port}', gets: 'it sends {so_datalen|byte}' },
  sock_getsockopt: { asks: 'for the option {name} of {fd}', gets: 'it is {flag}' },
  sock_setsockopt: { asks: 'to set the option {name} of {fd} to {flag}', gets: DONE },
  sock_getaddrinfo: { asks: 'for the addresses of {node}, service {service}', gets: 'they are {res}' },
  'thread-spawn': { asks: 'for a thread, with {start_arg}', gets: 'it has the number {tid}' },
};
