// Generated from the table of hostcalls by tools/codegen; `npm run codegen` writes it anew. Do not edit.
//
// One function a hostcall: it checks every pointer, calls the meaning, and lowers the result. The function of the same name with "Shell" lifts first
// what lies in memory, and, where a trace is watched, tells the tracer before and after.
import { type AddressList, type ByteSpan, Errno, type Iovecs, whenceFromUnstable } from '../../domain/index.js';
import type { LiftedSubscriptions } from './guest-windows.js';
import type { ShellParts, Shells } from './shell-parts.js';

/** The import object of `wasi_snapshot_preview1`: what a guest calls. */
export function createShells({ memory, lifter, lowerer, meanings, tap, reject }: ShellParts): Shells {
  function argsGet(argvPtr: number, argvBufPtr: number): number {
    const result = meanings.args_get(lowerer.strings);
    if (result < 0) return -result;
    return lowerer.storeStrings(argvPtr, argvBufPtr);
  }
  function argsGetShell(argvPtr: number, argvBufPtr: number): number {
    const tracer = tap.tracer(0);
    if (tracer === null) return argsGet(argvPtr, argvBufPtr);
    tracer.begin(0, argvPtr, argvBufPtr);
    return tracer.end(0, argsGet(argvPtr, argvBufPtr));
  }
  function argsSizesGet(argcPtr: number, argvBufSizePtr: number): number {
    if (!memory.holds(argcPtr, 4) || !memory.holds(argvBufSizePtr, 4)) return reject(1, Errno.EFAULT);
    const result = meanings.args_sizes_get(lowerer.second);
    if (result < 0) return -result;
    lowerer.storeResult(argcPtr, result);
    lowerer.storeSecond32(argvBufSizePtr);
    return 0;
  }
  function argsSizesGetShell(argcPtr: number, argvBufSizePtr: number): number {
    const tracer = tap.tracer(1);
    if (tracer === null) return argsSizesGet(argcPtr, argvBufSizePtr);
    tracer.begin(1, argcPtr, argvBufSizePtr);
    return tracer.end(1, argsSizesGet(argcPtr, argvBufSizePtr));
  }
  function environGet(environPtr: number, environBufPtr: number): number {
    const result = meanings.environ_get(lowerer.strings);
    if (result < 0) return -result;
    return lowerer.storeStrings(environPtr, environBufPtr);
  }
  function environGetShell(environPtr: number, environBufPtr: number): number {
    const tracer = tap.tracer(2);
    if (tracer === null) return environGet(environPtr, environBufPtr);
    tracer.begin(2, environPtr, environBufPtr);
    return tracer.end(2, environGet(environPtr, environBufPtr));
  }
  function environSizesGet(environcPtr: number, environBufSizePtr: number): number {
    if (!memory.holds(environcPtr, 4) || !memory.holds(environBufSizePtr, 4)) return reject(3, Errno.EFAULT);
    const result = meanings.environ_sizes_get(lowerer.second);
    if (result < 0) return -result;
    lowerer.storeResult(environcPtr, result);
    lowerer.storeSecond32(environBufSizePtr);
    return 0;
  }
  function environSizesGetShell(environcPtr: number, environBufSizePtr: number): number {
    const tracer = tap.tracer(3);
    if (tracer === null) return environSizesGet(environcPtr, environBufSizePtr);
    tracer.begin(3, environcPtr, environBufSizePtr);
    return tracer.end(3, environSizesGet(environcPtr, environBufSizePtr));
  }
  function clockResGet(id: number, resolutionPtr: number): number {
    if (!memory.holds(resolutionPtr, 8)) return reject(4, Errno.EFAULT);
    if (id >>> 0 >= 4) return reject(4, Errno.EINVAL);
    const result = meanings.clock_res_get(id, lowerer.timestamp);
    if (result < 0) return -result;
    lowerer.storeTimestamp(resolutionPtr);
    return 0;
  }
  function clockResGetShell(id: number, resolutionPtr: number): number {
    const tracer = tap.tracer(4);
    if (tracer === null) return clockResGet(id, resolutionPtr);
    tracer.begin(4, id, resolutionPtr);
    return tracer.end(4, clockResGet(id, resolutionPtr));
  }
  function clockTimeGet(id: number, precision: bigint, timePtr: number): number {
    if (!memory.holds(timePtr, 8)) return reject(5, Errno.EFAULT);
    if (id >>> 0 >= 4) return reject(5, Errno.EINVAL);
    const result = meanings.clock_time_get(id, lifter.timestamp(precision), lowerer.timestamp);
    if (result < 0) return -result;
    lowerer.storeTimestamp(timePtr);
    return 0;
  }
  function clockTimeGetShell(id: number, precision: bigint, timePtr: number): number {
    const tracer = tap.tracer(5);
    if (tracer === null) return clockTimeGet(id, precision, timePtr);
    tracer.begin(5, id, precision, timePtr);
    return tracer.end(5, clockTimeGet(id, precision, timePtr));
  }
  function fdAdvise(fd: number, offset: bigint, len: bigint, advice: number): number {
    if (advice >>> 0 >= 6) return reject(6, Errno.EINVAL);
    return 0 - meanings.fd_advise(fd >>> 0, lifter.unsigned(offset), lifter.unsigned(len), advice);
  }
  function fdAdviseShell(fd: number, offset: bigint, len: bigint, advice: number): number {
    const tracer = tap.tracer(6);
    if (tracer === null) return fdAdvise(fd, offset, len, advice);
    tracer.begin(6, fd, offset, len, advice);
    return tracer.end(6, fdAdvise(fd, offset, len, advice));
  }
  function fdAllocate(fd: number, offset: bigint, len: bigint): number {
    return 0 - meanings.fd_allocate(fd >>> 0, lifter.unsigned(offset), lifter.unsigned(len));
  }
  function fdAllocateShell(fd: number, offset: bigint, len: bigint): number {
    const tracer = tap.tracer(7);
    if (tracer === null) return fdAllocate(fd, offset, len);
    tracer.begin(7, fd, offset, len);
    return tracer.end(7, fdAllocate(fd, offset, len));
  }
  function fdClose(fd: number): number {
    return 0 - meanings.fd_close(fd >>> 0);
  }
  function fdCloseShell(fd: number): number {
    const tracer = tap.tracer(8);
    if (tracer === null) return fdClose(fd);
    tracer.begin(8, fd);
    return tracer.end(8, fdClose(fd));
  }
  function fdDatasync(fd: number): number {
    return 0 - meanings.fd_datasync(fd >>> 0);
  }
  function fdDatasyncShell(fd: number): number {
    const tracer = tap.tracer(9);
    if (tracer === null) return fdDatasync(fd);
    tracer.begin(9, fd);
    return tracer.end(9, fdDatasync(fd));
  }
  function fdFdstatGet(fd: number, statPtr: number): number {
    if (!memory.holds(statPtr, 24)) return reject(10, Errno.EFAULT);
    const result = meanings.fd_fdstat_get(fd >>> 0, lowerer.fdstat);
    if (result < 0) return -result;
    lowerer.storeFdstat(statPtr);
    return 0;
  }
  function fdFdstatGetShell(fd: number, statPtr: number): number {
    const tracer = tap.tracer(10);
    if (tracer === null) return fdFdstatGet(fd, statPtr);
    tracer.begin(10, fd, statPtr);
    return tracer.end(10, fdFdstatGet(fd, statPtr));
  }
  function fdFdstatSetFlags(fd: number, flags: number): number {
    if ((flags & ~0x1f) !== 0) return reject(11, Errno.EINVAL);
    return 0 - meanings.fd_fdstat_set_flags(fd >>> 0, flags);
  }
  function fdFdstatSetFlagsShell(fd: number, flags: number): number {
    const tracer = tap.tracer(11);
    if (tracer === null) return fdFdstatSetFlags(fd, flags);
    tracer.begin(11, fd, flags);
    return tracer.end(11, fdFdstatSetFlags(fd, flags));
  }
  function fdFdstatSetRights(fd: number, fsRightsBase: bigint, fsRightsInheriting: bigint): number {
    return 0 - meanings.fd_fdstat_set_rights(fd >>> 0, lifter.rights(fsRightsBase), lifter.rights(fsRightsInheriting));
  }
  function fdFdstatSetRightsShell(fd: number, fsRightsBase: bigint, fsRightsInheriting: bigint): number {
    const tracer = tap.tracer(12);
    if (tracer === null) return fdFdstatSetRights(fd, fsRightsBase, fsRightsInheriting);
    tracer.begin(12, fd, fsRightsBase, fsRightsInheriting);
    return tracer.end(12, fdFdstatSetRights(fd, fsRightsBase, fsRightsInheriting));
  }
  function fdFilestatGet(fd: number, bufPtr: number): number {
    if (!memory.holds(bufPtr, 64)) return reject(13, Errno.EFAULT);
    const result = meanings.fd_filestat_get(fd >>> 0, lowerer.filestat);
    if (result < 0) return -result;
    lowerer.storeFilestat(bufPtr);
    return 0;
  }
  function fdFilestatGetShell(fd: number, bufPtr: number): number {
    const tracer = tap.tracer(13);
    if (tracer === null) return fdFilestatGet(fd, bufPtr);
    tracer.begin(13, fd, bufPtr);
    return tracer.end(13, fdFilestatGet(fd, bufPtr));
  }
  function fdFilestatSetSize(fd: number, size: bigint): number {
    return 0 - meanings.fd_filestat_set_size(fd >>> 0, lifter.unsigned(size));
  }
  function fdFilestatSetSizeShell(fd: number, size: bigint): number {
    const tracer = tap.tracer(14);
    if (tracer === null) return fdFilestatSetSize(fd, size);
    tracer.begin(14, fd, size);
    return tracer.end(14, fdFilestatSetSize(fd, size));
  }
  function fdFilestatSetTimes(fd: number, atim: bigint, mtim: bigint, fstFlags: number): number {
    if ((fstFlags & ~0xf) !== 0) return reject(15, Errno.EINVAL);
    return 0 - meanings.fd_filestat_set_times(fd >>> 0, lifter.timestamp(atim), lifter.timestamp(mtim), fstFlags);
  }
  function fdFilestatSetTimesShell(fd: number, atim: bigint, mtim: bigint, fstFlags: number): number {
    const tracer = tap.tracer(15);
    if (tracer === null) return fdFilestatSetTimes(fd, atim, mtim, fstFlags);
    tracer.begin(15, fd, atim, mtim, fstFlags);
    return tracer.end(15, fdFilestatSetTimes(fd, atim, mtim, fstFlags));
  }
  function fdPread(fd: number, iovecs: Iovecs | number, offset: bigint, nreadPtr: number): number {
    if (!memory.holds(nreadPtr, 4)) return reject(16, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(16, iovecs);
    const result = meanings.fd_pread(fd >>> 0, iovecs, lifter.unsigned(offset));
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(nreadPtr, result);
    return 0;
  }
  function fdPreadShell(fd: number, iovs: number, iovsLen: number, offset: bigint, nreadPtr: number): number {
    const iovecs = lifter.iovecs(iovs, iovsLen);
    const tracer = tap.tracer(16);
    if (tracer === null) return fdPread(fd, iovecs, offset, nreadPtr);
    tracer.begin(16, fd, iovs, iovsLen, offset, nreadPtr);
    return tracer.end(16, fdPread(fd, iovecs, offset, nreadPtr));
  }
  function fdPrestatGet(fd: number, bufPtr: number): number {
    if (!memory.holds(bufPtr, 8)) return reject(17, Errno.EFAULT);
    const result = meanings.fd_prestat_get(fd >>> 0, lowerer.prestat);
    if (result < 0) return -result;
    lowerer.storePrestat(bufPtr);
    return 0;
  }
  function fdPrestatGetShell(fd: number, bufPtr: number): number {
    const tracer = tap.tracer(17);
    if (tracer === null) return fdPrestatGet(fd, bufPtr);
    tracer.begin(17, fd, bufPtr);
    return tracer.end(17, fdPrestatGet(fd, bufPtr));
  }
  function fdPrestatDirName(fd: number, path: number, pathLen: number): number {
    if (!memory.holds(path, pathLen >>> 0)) return reject(18, Errno.EFAULT);
    const result = meanings.fd_prestat_dir_name(fd >>> 0, lifter.span(path, pathLen));
    lifter.release();
    return 0 - result;
  }
  function fdPrestatDirNameShell(fd: number, path: number, pathLen: number): number {
    const tracer = tap.tracer(18);
    if (tracer === null) return fdPrestatDirName(fd, path, pathLen);
    tracer.begin(18, fd, path, pathLen);
    return tracer.end(18, fdPrestatDirName(fd, path, pathLen));
  }
  function fdPwrite(fd: number, iovecs: Iovecs | number, offset: bigint, nwrittenPtr: number): number {
    if (!memory.holds(nwrittenPtr, 4)) return reject(19, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(19, iovecs);
    const result = meanings.fd_pwrite(fd >>> 0, iovecs, lifter.unsigned(offset));
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(nwrittenPtr, result);
    return 0;
  }
  function fdPwriteShell(fd: number, iovs: number, iovsLen: number, offset: bigint, nwrittenPtr: number): number {
    const iovecs = lifter.iovecs(iovs, iovsLen);
    const tracer = tap.tracer(19);
    if (tracer === null) return fdPwrite(fd, iovecs, offset, nwrittenPtr);
    tracer.begin(19, fd, iovs, iovsLen, offset, nwrittenPtr);
    return tracer.end(19, fdPwrite(fd, iovecs, offset, nwrittenPtr));
  }
  function fdRead(fd: number, iovecs: Iovecs | number, nreadPtr: number): number {
    if (!memory.holds(nreadPtr, 4)) return reject(20, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(20, iovecs);
    const result = meanings.fd_read(fd >>> 0, iovecs);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(nreadPtr, result);
    return 0;
  }
  function fdReadShell(fd: number, iovs: number, iovsLen: number, nreadPtr: number): number {
    const iovecs = lifter.iovecs(iovs, iovsLen);
    const tracer = tap.tracer(20);
    if (tracer === null) return fdRead(fd, iovecs, nreadPtr);
    tracer.begin(20, fd, iovs, iovsLen, nreadPtr);
    return tracer.end(20, fdRead(fd, iovecs, nreadPtr));
  }
  function fdReaddir(fd: number, buf: number, bufLen: number, cookie: bigint, bufusedPtr: number): number {
    if (!memory.holds(buf, bufLen >>> 0) || !memory.holds(bufusedPtr, 4)) return reject(21, Errno.EFAULT);
    const result = meanings.fd_readdir(fd >>> 0, lifter.span(buf, bufLen), lifter.unsigned(cookie));
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(bufusedPtr, result);
    return 0;
  }
  function fdReaddirShell(fd: number, buf: number, bufLen: number, cookie: bigint, bufusedPtr: number): number {
    const tracer = tap.tracer(21);
    if (tracer === null) return fdReaddir(fd, buf, bufLen, cookie, bufusedPtr);
    tracer.begin(21, fd, buf, bufLen, cookie, bufusedPtr);
    return tracer.end(21, fdReaddir(fd, buf, bufLen, cookie, bufusedPtr));
  }
  function fdRenumber(fd: number, to: number): number {
    return 0 - meanings.fd_renumber(fd >>> 0, to >>> 0);
  }
  function fdRenumberShell(fd: number, to: number): number {
    const tracer = tap.tracer(22);
    if (tracer === null) return fdRenumber(fd, to);
    tracer.begin(22, fd, to);
    return tracer.end(22, fdRenumber(fd, to));
  }
  function fdSeek(fd: number, offset: bigint, whence: number, newoffsetPtr: number): number {
    if (!memory.holds(newoffsetPtr, 8)) return reject(23, Errno.EFAULT);
    if (whence >>> 0 >= 3) return reject(23, Errno.EINVAL);
    const result = meanings.fd_seek(fd >>> 0, Number(offset), whence);
    if (result < 0) return -result;
    lowerer.storeWideResult(newoffsetPtr, result);
    return 0;
  }
  function fdSeekShell(fd: number, offset: bigint, whence: number, newoffsetPtr: number): number {
    const tracer = tap.tracer(23);
    if (tracer === null) return fdSeek(fd, offset, whence, newoffsetPtr);
    tracer.begin(23, fd, offset, whence, newoffsetPtr);
    return tracer.end(23, fdSeek(fd, offset, whence, newoffsetPtr));
  }
  function fdSync(fd: number): number {
    return 0 - meanings.fd_sync(fd >>> 0);
  }
  function fdSyncShell(fd: number): number {
    const tracer = tap.tracer(24);
    if (tracer === null) return fdSync(fd);
    tracer.begin(24, fd);
    return tracer.end(24, fdSync(fd));
  }
  function fdTell(fd: number, offsetPtr: number): number {
    if (!memory.holds(offsetPtr, 8)) return reject(25, Errno.EFAULT);
    const result = meanings.fd_tell(fd >>> 0);
    if (result < 0) return -result;
    lowerer.storeWideResult(offsetPtr, result);
    return 0;
  }
  function fdTellShell(fd: number, offsetPtr: number): number {
    const tracer = tap.tracer(25);
    if (tracer === null) return fdTell(fd, offsetPtr);
    tracer.begin(25, fd, offsetPtr);
    return tracer.end(25, fdTell(fd, offsetPtr));
  }
  function fdWrite(fd: number, iovecs: Iovecs | number, nwrittenPtr: number): number {
    if (!memory.holds(nwrittenPtr, 4)) return reject(26, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(26, iovecs);
    const result = meanings.fd_write(fd >>> 0, iovecs);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(nwrittenPtr, result);
    return 0;
  }
  function fdWriteShell(fd: number, iovs: number, iovsLen: number, nwrittenPtr: number): number {
    const iovecs = lifter.iovecs(iovs, iovsLen);
    const tracer = tap.tracer(26);
    if (tracer === null) return fdWrite(fd, iovecs, nwrittenPtr);
    tracer.begin(26, fd, iovs, iovsLen, nwrittenPtr);
    return tracer.end(26, fdWrite(fd, iovecs, nwrittenPtr));
  }
  function pathCreateDirectory(fd: number, pathText: string | number): number {
    if (typeof pathText === 'number') return reject(27, pathText);
    return 0 - meanings.path_create_directory(fd >>> 0, pathText);
  }
  function pathCreateDirectoryShell(fd: number, path: number, pathLen: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(27);
    if (tracer === null) return pathCreateDirectory(fd, pathText);
    tracer.begin(27, fd, path, pathLen);
    return tracer.end(27, pathCreateDirectory(fd, pathText));
  }
  function pathFilestatGet(fd: number, flags: number, pathText: string | number, bufPtr: number): number {
    if (!memory.holds(bufPtr, 64)) return reject(28, Errno.EFAULT);
    if ((flags & ~0x1) !== 0) return reject(28, Errno.EINVAL);
    if (typeof pathText === 'number') return reject(28, pathText);
    const result = meanings.path_filestat_get(fd >>> 0, flags, pathText, lowerer.filestat);
    if (result < 0) return -result;
    lowerer.storeFilestat(bufPtr);
    return 0;
  }
  function pathFilestatGetShell(fd: number, flags: number, path: number, pathLen: number, bufPtr: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(28);
    if (tracer === null) return pathFilestatGet(fd, flags, pathText, bufPtr);
    tracer.begin(28, fd, flags, path, pathLen, bufPtr);
    return tracer.end(28, pathFilestatGet(fd, flags, pathText, bufPtr));
  }
  function pathFilestatSetTimes(fd: number, flags: number, pathText: string | number, atim: bigint, mtim: bigint, fstFlags: number): number {
    if ((flags & ~0x1) !== 0) return reject(29, Errno.EINVAL);
    if (typeof pathText === 'number') return reject(29, pathText);
    if ((fstFlags & ~0xf) !== 0) return reject(29, Errno.EINVAL);
    return 0 - meanings.path_filestat_set_times(fd >>> 0, flags, pathText, lifter.timestamp(atim), lifter.timestamp(mtim), fstFlags);
  }
  function pathFilestatSetTimesShell(fd: number, flags: number, path: number, pathLen: number, atim: bigint, mtim: bigint, fstFlags: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(29);
    if (tracer === null) return pathFilestatSetTimes(fd, flags, pathText, atim, mtim, fstFlags);
    tracer.begin(29, fd, flags, path, pathLen, atim, mtim, fstFlags);
    return tracer.end(29, pathFilestatSetTimes(fd, flags, pathText, atim, mtim, fstFlags));
  }
  function pathLink(oldFd: number, oldFlags: number, oldPathText: string | number, newFd: number, newPathText: string | number): number {
    if ((oldFlags & ~0x1) !== 0) return reject(30, Errno.EINVAL);
    if (typeof oldPathText === 'number') return reject(30, oldPathText);
    if (typeof newPathText === 'number') return reject(30, newPathText);
    return 0 - meanings.path_link(oldFd >>> 0, oldFlags, oldPathText, newFd >>> 0, newPathText);
  }
  function pathLinkShell(oldFd: number, oldFlags: number, oldPath: number, oldPathLen: number, newFd: number, newPath: number, newPathLen: number): number {
    const oldPathText = lifter.path(oldPath, oldPathLen, 0);
    const newPathText = lifter.path(newPath, newPathLen, 1);
    const tracer = tap.tracer(30);
    if (tracer === null) return pathLink(oldFd, oldFlags, oldPathText, newFd, newPathText);
    tracer.begin(30, oldFd, oldFlags, oldPath, oldPathLen, newFd, newPath, newPathLen);
    return tracer.end(30, pathLink(oldFd, oldFlags, oldPathText, newFd, newPathText));
  }
  function pathOpen(fd: number, dirflags: number, pathText: string | number, oflags: number, fsRightsBase: bigint, fsRightsInheriting: bigint, fdflags: number, openedFdPtr: number): number {
    if (!memory.holds(openedFdPtr, 4)) return reject(31, Errno.EFAULT);
    if ((dirflags & ~0x1) !== 0) return reject(31, Errno.EINVAL);
    if (typeof pathText === 'number') return reject(31, pathText);
    if ((oflags & ~0xf) !== 0) return reject(31, Errno.EINVAL);
    if ((fdflags & ~0x1f) !== 0) return reject(31, Errno.EINVAL);
    const result = meanings.path_open(fd >>> 0, dirflags, pathText, oflags, lifter.rights(fsRightsBase), lifter.rights(fsRightsInheriting), fdflags);
    if (result < 0) return -result;
    lowerer.storeResult(openedFdPtr, result);
    return 0;
  }
  function pathOpenShell(fd: number, dirflags: number, path: number, pathLen: number, oflags: number, fsRightsBase: bigint, fsRightsInheriting: bigint, fdflags: number, openedFdPtr: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(31);
    if (tracer === null) return pathOpen(fd, dirflags, pathText, oflags, fsRightsBase, fsRightsInheriting, fdflags, openedFdPtr);
    tracer.begin(31, fd, dirflags, path, pathLen, oflags, fsRightsBase, fsRightsInheriting, fdflags, openedFdPtr);
    return tracer.end(31, pathOpen(fd, dirflags, pathText, oflags, fsRightsBase, fsRightsInheriting, fdflags, openedFdPtr));
  }
  function pathReadlink(fd: number, pathText: string | number, buf: number, bufLen: number, bufusedPtr: number): number {
    if (!memory.holds(buf, bufLen >>> 0) || !memory.holds(bufusedPtr, 4)) return reject(32, Errno.EFAULT);
    if (typeof pathText === 'number') return reject(32, pathText);
    const result = meanings.path_readlink(fd >>> 0, pathText, lifter.span(buf, bufLen));
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(bufusedPtr, result);
    return 0;
  }
  function pathReadlinkShell(fd: number, path: number, pathLen: number, buf: number, bufLen: number, bufusedPtr: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(32);
    if (tracer === null) return pathReadlink(fd, pathText, buf, bufLen, bufusedPtr);
    tracer.begin(32, fd, path, pathLen, buf, bufLen, bufusedPtr);
    return tracer.end(32, pathReadlink(fd, pathText, buf, bufLen, bufusedPtr));
  }
  function pathRemoveDirectory(fd: number, pathText: string | number): number {
    if (typeof pathText === 'number') return reject(33, pathText);
    return 0 - meanings.path_remove_directory(fd >>> 0, pathText);
  }
  function pathRemoveDirectoryShell(fd: number, path: number, pathLen: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(33);
    if (tracer === null) return pathRemoveDirectory(fd, pathText);
    tracer.begin(33, fd, path, pathLen);
    return tracer.end(33, pathRemoveDirectory(fd, pathText));
  }
  function pathRename(fd: number, oldPathText: string | number, newFd: number, newPathText: string | number): number {
    if (typeof oldPathText === 'number') return reject(34, oldPathText);
    if (typeof newPathText === 'number') return reject(34, newPathText);
    return 0 - meanings.path_rename(fd >>> 0, oldPathText, newFd >>> 0, newPathText);
  }
  function pathRenameShell(fd: number, oldPath: number, oldPathLen: number, newFd: number, newPath: number, newPathLen: number): number {
    const oldPathText = lifter.path(oldPath, oldPathLen, 0);
    const newPathText = lifter.path(newPath, newPathLen, 1);
    const tracer = tap.tracer(34);
    if (tracer === null) return pathRename(fd, oldPathText, newFd, newPathText);
    tracer.begin(34, fd, oldPath, oldPathLen, newFd, newPath, newPathLen);
    return tracer.end(34, pathRename(fd, oldPathText, newFd, newPathText));
  }
  function pathSymlink(oldPathText: string | number, fd: number, newPathText: string | number): number {
    if (typeof oldPathText === 'number') return reject(35, oldPathText);
    if (typeof newPathText === 'number') return reject(35, newPathText);
    return 0 - meanings.path_symlink(oldPathText, fd >>> 0, newPathText);
  }
  function pathSymlinkShell(oldPath: number, oldPathLen: number, fd: number, newPath: number, newPathLen: number): number {
    const oldPathText = lifter.path(oldPath, oldPathLen, 0);
    const newPathText = lifter.path(newPath, newPathLen, 1);
    const tracer = tap.tracer(35);
    if (tracer === null) return pathSymlink(oldPathText, fd, newPathText);
    tracer.begin(35, oldPath, oldPathLen, fd, newPath, newPathLen);
    return tracer.end(35, pathSymlink(oldPathText, fd, newPathText));
  }
  function pathUnlinkFile(fd: number, pathText: string | number): number {
    if (typeof pathText === 'number') return reject(36, pathText);
    return 0 - meanings.path_unlink_file(fd >>> 0, pathText);
  }
  function pathUnlinkFileShell(fd: number, path: number, pathLen: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(36);
    if (tracer === null) return pathUnlinkFile(fd, pathText);
    tracer.begin(36, fd, path, pathLen);
    return tracer.end(36, pathUnlinkFile(fd, pathText));
  }
  function pollOneoff(lifted: LiftedSubscriptions | number, events: number, nsubscriptions: number, neventsPtr: number): number {
    if (!memory.holds(events, (nsubscriptions >>> 0) * 32) || !memory.holds(neventsPtr, 4)) return reject(37, Errno.EFAULT);
    if (typeof lifted === 'number') return reject(37, lifted);
    const result = meanings.poll_oneoff(lifted, lifted.events);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeEvents(events, lifted.events);
    lowerer.storeResult(neventsPtr, result);
    return 0;
  }
  function pollOneoffShell(subscriptions: number, events: number, nsubscriptions: number, neventsPtr: number): number {
    const lifted = lifter.subscriptions(subscriptions, nsubscriptions);
    const tracer = tap.tracer(37);
    if (tracer === null) return pollOneoff(lifted, events, nsubscriptions, neventsPtr);
    tracer.begin(37, subscriptions, events, nsubscriptions, neventsPtr);
    return tracer.end(37, pollOneoff(lifted, events, nsubscriptions, neventsPtr));
  }
  function procExit(rval: number): number {
    return 0 - meanings.proc_exit(rval >>> 0);
  }
  function procExitShell(rval: number): number {
    const tracer = tap.tracer(38);
    if (tracer === null) return procExit(rval);
    tracer.begin(38, rval);
    tracer.leave(38);
    return procExit(rval);
  }
  function procRaise(sig: number): number {
    if (sig >>> 0 >= 31) return reject(39, Errno.EINVAL);
    return 0 - meanings.proc_raise(sig);
  }
  function procRaiseShell(sig: number): number {
    const tracer = tap.tracer(39);
    if (tracer === null) return procRaise(sig);
    tracer.begin(39, sig);
    try {
      return tracer.end(39, procRaise(sig));
    } catch (ended) {
      tracer.leave(39);
      throw ended;
    }
  }
  function schedYield(): number {
    return 0 - meanings.sched_yield();
  }
  function schedYieldShell(): number {
    const tracer = tap.tracer(40);
    if (tracer === null) return schedYield();
    tracer.begin(40);
    return tracer.end(40, schedYield());
  }
  function randomGet(buf: number, bufLen: number): number {
    if (!memory.holds(buf, bufLen >>> 0)) return reject(41, Errno.EFAULT);
    const result = meanings.random_get(lifter.span(buf, bufLen));
    lifter.release();
    return 0 - result;
  }
  function randomGetShell(buf: number, bufLen: number): number {
    const tracer = tap.tracer(41);
    if (tracer === null) return randomGet(buf, bufLen);
    tracer.begin(41, buf, bufLen);
    return tracer.end(41, randomGet(buf, bufLen));
  }
  function sockAccept(fd: number, flags: number, fdPtr: number): number {
    if (!memory.holds(fdPtr, 4)) return reject(42, Errno.EFAULT);
    if ((flags & ~0x1f) !== 0) return reject(42, Errno.EINVAL);
    const result = meanings.sock_accept(fd >>> 0, flags);
    if (result < 0) return -result;
    lowerer.storeResult(fdPtr, result);
    return 0;
  }
  function sockAcceptShell(fd: number, flags: number, fdPtr: number): number {
    const tracer = tap.tracer(42);
    if (tracer === null) return sockAccept(fd, flags, fdPtr);
    tracer.begin(42, fd, flags, fdPtr);
    return tracer.end(42, sockAccept(fd, flags, fdPtr));
  }
  function sockRecv(fd: number, iovecs: Iovecs | number, riFlags: number, roDatalenPtr: number, roFlagsPtr: number): number {
    if (!memory.holds(roDatalenPtr, 4) || !memory.holds(roFlagsPtr, 2)) return reject(43, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(43, iovecs);
    if ((riFlags & ~0x3) !== 0) return reject(43, Errno.EINVAL);
    const result = meanings.sock_recv(fd >>> 0, iovecs, riFlags, lowerer.second);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeSecond16(roFlagsPtr);
    lowerer.storeResult(roDatalenPtr, result);
    return 0;
  }
  function sockRecvShell(fd: number, riData: number, riDataLen: number, riFlags: number, roDatalenPtr: number, roFlagsPtr: number): number {
    const iovecs = lifter.iovecs(riData, riDataLen);
    const tracer = tap.tracer(43);
    if (tracer === null) return sockRecv(fd, iovecs, riFlags, roDatalenPtr, roFlagsPtr);
    tracer.begin(43, fd, riData, riDataLen, riFlags, roDatalenPtr, roFlagsPtr);
    return tracer.end(43, sockRecv(fd, iovecs, riFlags, roDatalenPtr, roFlagsPtr));
  }
  function sockSend(fd: number, iovecs: Iovecs | number, siFlags: number, soDatalenPtr: number): number {
    if (!memory.holds(soDatalenPtr, 4)) return reject(44, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(44, iovecs);
    if ((siFlags & ~0x0) !== 0) return reject(44, Errno.EINVAL);
    const result = meanings.sock_send(fd >>> 0, iovecs, siFlags);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(soDatalenPtr, result);
    return 0;
  }
  function sockSendShell(fd: number, siData: number, siDataLen: number, siFlags: number, soDatalenPtr: number): number {
    const iovecs = lifter.iovecs(siData, siDataLen);
    const tracer = tap.tracer(44);
    if (tracer === null) return sockSend(fd, iovecs, siFlags, soDatalenPtr);
    tracer.begin(44, fd, siData, siDataLen, siFlags, soDatalenPtr);
    return tracer.end(44, sockSend(fd, iovecs, siFlags, soDatalenPtr));
  }
  function sockShutdown(fd: number, how: number): number {
    if ((how & ~0x3) !== 0) return reject(45, Errno.EINVAL);
    return 0 - meanings.sock_shutdown(fd >>> 0, how);
  }
  function sockShutdownShell(fd: number, how: number): number {
    const tracer = tap.tracer(45);
    if (tracer === null) return sockShutdown(fd, how);
    tracer.begin(45, fd, how);
    return tracer.end(45, sockShutdown(fd, how));
  }
  return {
    args_get: argsGetShell,
    args_sizes_get: argsSizesGetShell,
    environ_get: environGetShell,
    environ_sizes_get: environSizesGetShell,
    clock_res_get: clockResGetShell,
    clock_time_get: clockTimeGetShell,
    fd_advise: fdAdviseShell,
    fd_allocate: fdAllocateShell,
    fd_close: fdCloseShell,
    fd_datasync: fdDatasyncShell,
    fd_fdstat_get: fdFdstatGetShell,
    fd_fdstat_set_flags: fdFdstatSetFlagsShell,
    fd_fdstat_set_rights: fdFdstatSetRightsShell,
    fd_filestat_get: fdFilestatGetShell,
    fd_filestat_set_size: fdFilestatSetSizeShell,
    fd_filestat_set_times: fdFilestatSetTimesShell,
    fd_pread: fdPreadShell,
    fd_prestat_get: fdPrestatGetShell,
    fd_prestat_dir_name: fdPrestatDirNameShell,
    fd_pwrite: fdPwriteShell,
    fd_read: fdReadShell,
    fd_readdir: fdReaddirShell,
    fd_renumber: fdRenumberShell,
    fd_seek: fdSeekShell,
    fd_sync: fdSyncShell,
    fd_tell: fdTellShell,
    fd_write: fdWriteShell,
    path_create_directory: pathCreateDirectoryShell,
    path_filestat_get: pathFilestatGetShell,
    path_filestat_set_times: pathFilestatSetTimesShell,
    path_link: pathLinkShell,
    path_open: pathOpenShell,
    path_readlink: pathReadlinkShell,
    path_remove_directory: pathRemoveDirectoryShell,
    path_rename: pathRenameShell,
    path_symlink: pathSymlinkShell,
    path_unlink_file: pathUnlinkFileShell,
    poll_oneoff: pollOneoffShell,
    proc_exit: procExitShell,
    proc_raise: procRaiseShell,
    sched_yield: schedYieldShell,
    random_get: randomGetShell,
    sock_accept: sockAcceptShell,
    sock_recv: sockRecvShell,
    sock_send: sockSendShell,
    sock_shutdown: sockShutdownShell,
  };
}

/** The import object of `wasi_unstable`: the shells of preview1 but for those that differ. */
export function createUnstableShells({ memory, lifter, lowerer, meanings, tap, reject }: ShellParts): Shells {
  function fdFilestatGet(fd: number, bufPtr: number): number {
    if (!memory.holds(bufPtr, 56)) return reject(13, Errno.EFAULT);
    const result = meanings.fd_filestat_get(fd >>> 0, lowerer.filestat);
    if (result < 0) return -result;
    lowerer.storeFilestatUnstable(bufPtr);
    return 0;
  }
  function fdFilestatGetShell(fd: number, bufPtr: number): number {
    const tracer = tap.tracer(13);
    if (tracer === null) return fdFilestatGet(fd, bufPtr);
    tracer.begin(13, fd, bufPtr);
    return tracer.end(13, fdFilestatGet(fd, bufPtr));
  }
  function fdSeek(fd: number, offset: bigint, whence: number, newoffsetPtr: number): number {
    if (!memory.holds(newoffsetPtr, 8)) return reject(23, Errno.EFAULT);
    if (whence >>> 0 >= 3) return reject(23, Errno.EINVAL);
    const result = meanings.fd_seek(fd >>> 0, Number(offset), whenceFromUnstable[whence] as number);
    if (result < 0) return -result;
    lowerer.storeWideResult(newoffsetPtr, result);
    return 0;
  }
  function fdSeekShell(fd: number, offset: bigint, whence: number, newoffsetPtr: number): number {
    const tracer = tap.tracer(23);
    if (tracer === null) return fdSeek(fd, offset, whence, newoffsetPtr);
    tracer.begin(23, fd, offset, whence, newoffsetPtr);
    return tracer.end(23, fdSeek(fd, offset, whence, newoffsetPtr));
  }
  function pathFilestatGet(fd: number, flags: number, pathText: string | number, bufPtr: number): number {
    if (!memory.holds(bufPtr, 56)) return reject(28, Errno.EFAULT);
    if ((flags & ~0x1) !== 0) return reject(28, Errno.EINVAL);
    if (typeof pathText === 'number') return reject(28, pathText);
    const result = meanings.path_filestat_get(fd >>> 0, flags, pathText, lowerer.filestat);
    if (result < 0) return -result;
    lowerer.storeFilestatUnstable(bufPtr);
    return 0;
  }
  function pathFilestatGetShell(fd: number, flags: number, path: number, pathLen: number, bufPtr: number): number {
    const pathText = lifter.path(path, pathLen, 0);
    const tracer = tap.tracer(28);
    if (tracer === null) return pathFilestatGet(fd, flags, pathText, bufPtr);
    tracer.begin(28, fd, flags, path, pathLen, bufPtr);
    return tracer.end(28, pathFilestatGet(fd, flags, pathText, bufPtr));
  }
  function pollOneoff(lifted: LiftedSubscriptions | number, events: number, nsubscriptions: number, neventsPtr: number): number {
    if (!memory.holds(events, (nsubscriptions >>> 0) * 32) || !memory.holds(neventsPtr, 4)) return reject(37, Errno.EFAULT);
    if (typeof lifted === 'number') return reject(37, lifted);
    const result = meanings.poll_oneoff(lifted, lifted.events);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeEvents(events, lifted.events);
    lowerer.storeResult(neventsPtr, result);
    return 0;
  }
  function pollOneoffShell(subscriptions: number, events: number, nsubscriptions: number, neventsPtr: number): number {
    const lifted = lifter.subscriptionsUnstable(subscriptions, nsubscriptions);
    const tracer = tap.tracer(37);
    if (tracer === null) return pollOneoff(lifted, events, nsubscriptions, neventsPtr);
    tracer.begin(37, subscriptions, events, nsubscriptions, neventsPtr);
    return tracer.end(37, pollOneoff(lifted, events, nsubscriptions, neventsPtr));
  }
  const { sock_accept: _sockAccept, ...shared } = createShells({ memory, lifter, lowerer, meanings, tap, reject });
  return {
    ...shared,
    fd_filestat_get: fdFilestatGetShell,
    fd_seek: fdSeekShell,
    path_filestat_get: pathFilestatGetShell,
    poll_oneoff: pollOneoffShell,
  };
}

/** WasmEdge’s sockets, by the names of the table. */
export function createWasmEdgeShells({ memory, lifter, lowerer, meanings, tap, reject }: ShellParts): Shells {
  function sockOpen(family: number, type: number, fdPtr: number): number {
    if (!memory.holds(fdPtr, 4)) return reject(46, Errno.EFAULT);
    if (family >>> 0 >= 3) return reject(46, Errno.EINVAL);
    if (type >>> 0 >= 3) return reject(46, Errno.EINVAL);
    const result = meanings.sock_open(family, type);
    if (result < 0) return -result;
    lowerer.storeResult(fdPtr, result);
    return 0;
  }
  function sockOpenShell(family: number, type: number, fdPtr: number): number {
    const tracer = tap.tracer(46);
    if (tracer === null) return sockOpen(family, type, fdPtr);
    tracer.begin(46, family, type, fdPtr);
    return tracer.end(46, sockOpen(family, type, fdPtr));
  }
  function sockBind(fd: number, addrBytes: ByteSpan | number, port: number): number {
    if (typeof addrBytes === 'number') return reject(47, addrBytes);
    return 0 - meanings.sock_bind(fd >>> 0, addrBytes, port >>> 0);
  }
  function sockBindShell(fd: number, addr: number, port: number): number {
    const addrBytes = lifter.bytes('address', addr);
    const tracer = tap.tracer(47);
    if (tracer === null) return sockBind(fd, addrBytes, port);
    tracer.begin(47, fd, addr, port);
    return tracer.end(47, sockBind(fd, addrBytes, port));
  }
  function sockListen(fd: number, backlog: number): number {
    return 0 - meanings.sock_listen(fd >>> 0, backlog >>> 0);
  }
  function sockListenShell(fd: number, backlog: number): number {
    const tracer = tap.tracer(48);
    if (tracer === null) return sockListen(fd, backlog);
    tracer.begin(48, fd, backlog);
    return tracer.end(48, sockListen(fd, backlog));
  }
  function sockAcceptV1(fd: number, fdPtr: number): number {
    if (!memory.holds(fdPtr, 4)) return reject(49, Errno.EFAULT);
    const result = meanings.sock_accept_v1(fd >>> 0);
    if (result < 0) return -result;
    lowerer.storeResult(fdPtr, result);
    return 0;
  }
  function sockAcceptV1Shell(fd: number, fdPtr: number): number {
    const tracer = tap.tracer(49);
    if (tracer === null) return sockAcceptV1(fd, fdPtr);
    tracer.begin(49, fd, fdPtr);
    return tracer.end(49, sockAcceptV1(fd, fdPtr));
  }
  function sockConnect(fd: number, addrBytes: ByteSpan | number, port: number): number {
    if (typeof addrBytes === 'number') return reject(50, addrBytes);
    return 0 - meanings.sock_connect(fd >>> 0, addrBytes, port >>> 0);
  }
  function sockConnectShell(fd: number, addr: number, port: number): number {
    const addrBytes = lifter.bytes('address', addr);
    const tracer = tap.tracer(50);
    if (tracer === null) return sockConnect(fd, addrBytes, port);
    tracer.begin(50, fd, addr, port);
    return tracer.end(50, sockConnect(fd, addrBytes, port));
  }
  function sockGetlocaladdr(fd: number, addrBytes: ByteSpan | number, addrTypeBytes: ByteSpan | number, portBytes: ByteSpan | number): number {
    if (typeof addrBytes === 'number') return reject(51, addrBytes);
    if (typeof addrTypeBytes === 'number') return reject(51, addrTypeBytes);
    if (typeof portBytes === 'number') return reject(51, portBytes);
    return 0 - meanings.sock_getlocaladdr(fd >>> 0, addrBytes, addrTypeBytes, portBytes);
  }
  function sockGetlocaladdrShell(fd: number, addr: number, addrType: number, port: number): number {
    const addrBytes = lifter.bytes('addressroom', addr);
    const addrTypeBytes = lifter.bytes('numberroom', addrType);
    const portBytes = lifter.bytes('numberroom', port);
    const tracer = tap.tracer(51);
    if (tracer === null) return sockGetlocaladdr(fd, addrBytes, addrTypeBytes, portBytes);
    tracer.begin(51, fd, addr, addrType, port);
    return tracer.end(51, sockGetlocaladdr(fd, addrBytes, addrTypeBytes, portBytes));
  }
  function sockGetlocaladdrV2(fd: number, addrBytes: ByteSpan | number, portBytes: ByteSpan | number): number {
    if (typeof addrBytes === 'number') return reject(52, addrBytes);
    if (typeof portBytes === 'number') return reject(52, portBytes);
    return 0 - meanings.sock_getlocaladdr_v2(fd >>> 0, addrBytes, portBytes);
  }
  function sockGetlocaladdrV2Shell(fd: number, addr: number, port: number): number {
    const addrBytes = lifter.bytes('addressroom', addr);
    const portBytes = lifter.bytes('numberroom', port);
    const tracer = tap.tracer(52);
    if (tracer === null) return sockGetlocaladdrV2(fd, addrBytes, portBytes);
    tracer.begin(52, fd, addr, port);
    return tracer.end(52, sockGetlocaladdrV2(fd, addrBytes, portBytes));
  }
  function sockGetpeeraddr(fd: number, addrBytes: ByteSpan | number, addrTypeBytes: ByteSpan | number, portBytes: ByteSpan | number): number {
    if (typeof addrBytes === 'number') return reject(53, addrBytes);
    if (typeof addrTypeBytes === 'number') return reject(53, addrTypeBytes);
    if (typeof portBytes === 'number') return reject(53, portBytes);
    return 0 - meanings.sock_getpeeraddr(fd >>> 0, addrBytes, addrTypeBytes, portBytes);
  }
  function sockGetpeeraddrShell(fd: number, addr: number, addrType: number, port: number): number {
    const addrBytes = lifter.bytes('addressroom', addr);
    const addrTypeBytes = lifter.bytes('numberroom', addrType);
    const portBytes = lifter.bytes('numberroom', port);
    const tracer = tap.tracer(53);
    if (tracer === null) return sockGetpeeraddr(fd, addrBytes, addrTypeBytes, portBytes);
    tracer.begin(53, fd, addr, addrType, port);
    return tracer.end(53, sockGetpeeraddr(fd, addrBytes, addrTypeBytes, portBytes));
  }
  function sockGetpeeraddrV2(fd: number, addrBytes: ByteSpan | number, portBytes: ByteSpan | number): number {
    if (typeof addrBytes === 'number') return reject(54, addrBytes);
    if (typeof portBytes === 'number') return reject(54, portBytes);
    return 0 - meanings.sock_getpeeraddr_v2(fd >>> 0, addrBytes, portBytes);
  }
  function sockGetpeeraddrV2Shell(fd: number, addr: number, port: number): number {
    const addrBytes = lifter.bytes('addressroom', addr);
    const portBytes = lifter.bytes('numberroom', port);
    const tracer = tap.tracer(54);
    if (tracer === null) return sockGetpeeraddrV2(fd, addrBytes, portBytes);
    tracer.begin(54, fd, addr, port);
    return tracer.end(54, sockGetpeeraddrV2(fd, addrBytes, portBytes));
  }
  function sockRecvFrom(fd: number, iovecs: Iovecs | number, addrBytes: ByteSpan | number, riFlags: number, roDatalenPtr: number, roFlagsPtr: number): number {
    if (!memory.holds(roDatalenPtr, 4) || !memory.holds(roFlagsPtr, 2)) return reject(55, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(55, iovecs);
    if (typeof addrBytes === 'number') return reject(55, addrBytes);
    if ((riFlags & ~0x3) !== 0) return reject(55, Errno.EINVAL);
    const result = meanings.sock_recv_from(fd >>> 0, iovecs, addrBytes, riFlags, lowerer.second);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeSecond16(roFlagsPtr);
    lowerer.storeResult(roDatalenPtr, result);
    return 0;
  }
  function sockRecvFromShell(fd: number, riData: number, riDataLen: number, addr: number, riFlags: number, roDatalenPtr: number, roFlagsPtr: number): number {
    const iovecs = lifter.iovecs(riData, riDataLen);
    const addrBytes = lifter.bytes('addressroom', addr);
    const tracer = tap.tracer(55);
    if (tracer === null) return sockRecvFrom(fd, iovecs, addrBytes, riFlags, roDatalenPtr, roFlagsPtr);
    tracer.begin(55, fd, riData, riDataLen, addr, riFlags, roDatalenPtr, roFlagsPtr);
    return tracer.end(55, sockRecvFrom(fd, iovecs, addrBytes, riFlags, roDatalenPtr, roFlagsPtr));
  }
  function sockRecvFromV2(fd: number, iovecs: Iovecs | number, addrBytes: ByteSpan | number, riFlags: number, portBytes: ByteSpan | number, roDatalenPtr: number, roFlagsPtr: number): number {
    if (!memory.holds(roDatalenPtr, 4) || !memory.holds(roFlagsPtr, 2)) return reject(56, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(56, iovecs);
    if (typeof addrBytes === 'number') return reject(56, addrBytes);
    if ((riFlags & ~0x3) !== 0) return reject(56, Errno.EINVAL);
    if (typeof portBytes === 'number') return reject(56, portBytes);
    const result = meanings.sock_recv_from_v2(fd >>> 0, iovecs, addrBytes, riFlags, portBytes, lowerer.second);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeSecond16(roFlagsPtr);
    lowerer.storeResult(roDatalenPtr, result);
    return 0;
  }
  function sockRecvFromV2Shell(fd: number, riData: number, riDataLen: number, addr: number, riFlags: number, port: number, roDatalenPtr: number, roFlagsPtr: number): number {
    const iovecs = lifter.iovecs(riData, riDataLen);
    const addrBytes = lifter.bytes('addressroom', addr);
    const portBytes = lifter.bytes('numberroom', port);
    const tracer = tap.tracer(56);
    if (tracer === null) return sockRecvFromV2(fd, iovecs, addrBytes, riFlags, portBytes, roDatalenPtr, roFlagsPtr);
    tracer.begin(56, fd, riData, riDataLen, addr, riFlags, port, roDatalenPtr, roFlagsPtr);
    return tracer.end(56, sockRecvFromV2(fd, iovecs, addrBytes, riFlags, portBytes, roDatalenPtr, roFlagsPtr));
  }
  function sockSendTo(fd: number, iovecs: Iovecs | number, addrBytes: ByteSpan | number, port: number, siFlags: number, soDatalenPtr: number): number {
    if (!memory.holds(soDatalenPtr, 4)) return reject(57, Errno.EFAULT);
    if (typeof iovecs === 'number') return reject(57, iovecs);
    if (typeof addrBytes === 'number') return reject(57, addrBytes);
    if ((siFlags & ~0x0) !== 0) return reject(57, Errno.EINVAL);
    const result = meanings.sock_send_to(fd >>> 0, iovecs, addrBytes, port >>> 0, siFlags);
    lifter.release();
    if (result < 0) return -result;
    lowerer.storeResult(soDatalenPtr, result);
    return 0;
  }
  function sockSendToShell(fd: number, siData: number, siDataLen: number, addr: number, port: number, siFlags: number, soDatalenPtr: number): number {
    const iovecs = lifter.iovecs(siData, siDataLen);
    const addrBytes = lifter.bytes('address', addr);
    const tracer = tap.tracer(57);
    if (tracer === null) return sockSendTo(fd, iovecs, addrBytes, port, siFlags, soDatalenPtr);
    tracer.begin(57, fd, siData, siDataLen, addr, port, siFlags, soDatalenPtr);
    return tracer.end(57, sockSendTo(fd, iovecs, addrBytes, port, siFlags, soDatalenPtr));
  }
  function sockGetsockopt(fd: number, level: number, name: number, flagBytes: ByteSpan | number, flagLen: number): number {
    if (level >>> 0 >= 1) return reject(58, Errno.EINVAL);
    if (name >>> 0 >= 15) return reject(58, Errno.EINVAL);
    if (typeof flagBytes === 'number') return reject(58, flagBytes);
    const result = meanings.sock_getsockopt(fd >>> 0, level, name, flagBytes);
    if (result < 0) return -result;
    lowerer.storeLength(flagLen, flagBytes);
    return 0;
  }
  function sockGetsockoptShell(fd: number, level: number, name: number, flag: number, flagLen: number): number {
    const flagBytes = lifter.bytes('optionroom', flag, flagLen);
    const tracer = tap.tracer(58);
    if (tracer === null) return sockGetsockopt(fd, level, name, flagBytes, flagLen);
    tracer.begin(58, fd, level, name, flag, flagLen);
    return tracer.end(58, sockGetsockopt(fd, level, name, flagBytes, flagLen));
  }
  function sockSetsockopt(fd: number, level: number, name: number, flagBytes: ByteSpan | number): number {
    if (level >>> 0 >= 1) return reject(59, Errno.EINVAL);
    if (name >>> 0 >= 15) return reject(59, Errno.EINVAL);
    if (typeof flagBytes === 'number') return reject(59, flagBytes);
    return 0 - meanings.sock_setsockopt(fd >>> 0, level, name, flagBytes);
  }
  function sockSetsockoptShell(fd: number, level: number, name: number, flag: number, flagLen: number): number {
    const flagBytes = lifter.bytes('optionvalue', flag, flagLen);
    const tracer = tap.tracer(59);
    if (tracer === null) return sockSetsockopt(fd, level, name, flagBytes);
    tracer.begin(59, fd, level, name, flag, flagLen);
    return tracer.end(59, sockSetsockopt(fd, level, name, flagBytes));
  }
  function sockGetaddrinfo(nodeText: string | number, serviceText: string | number, hintsBytes: ByteSpan | number, res: number, list: AddressList | number, resCountPtr: number): number {
    if (!memory.holds(resCountPtr, 4)) return reject(60, Errno.EFAULT);
    if (typeof nodeText === 'number') return reject(60, nodeText);
    if (typeof serviceText === 'number') return reject(60, serviceText);
    if (typeof hintsBytes === 'number') return reject(60, hintsBytes);
    if (typeof list === 'number') return reject(60, list);
    const result = meanings.sock_getaddrinfo(nodeText, serviceText, hintsBytes, list);
    if (result < 0) return -result;
    if (lowerer.storeAddresses(res, list) !== 0) return Errno.EFAULT;
    lowerer.storeResult(resCountPtr, result);
    return 0;
  }
  function sockGetaddrinfoShell(node: number, nodeLen: number, service: number, serviceLen: number, hints: number, res: number, resLen: number, resCountPtr: number): number {
    const nodeText = lifter.path(node, nodeLen, 0);
    const serviceText = lifter.path(service, serviceLen, 1);
    const hintsBytes = lifter.bytes('addressquery', hints);
    const list = lifter.addresses(res, resLen);
    const tracer = tap.tracer(60);
    if (tracer === null) return sockGetaddrinfo(nodeText, serviceText, hintsBytes, res, list, resCountPtr);
    tracer.begin(60, node, nodeLen, service, serviceLen, hints, res, resLen, resCountPtr);
    return tracer.end(60, sockGetaddrinfo(nodeText, serviceText, hintsBytes, res, list, resCountPtr));
  }
  return {
    sock_open: sockOpenShell,
    sock_bind: sockBindShell,
    sock_listen: sockListenShell,
    sock_accept_v1: sockAcceptV1Shell,
    sock_connect: sockConnectShell,
    sock_getlocaladdr: sockGetlocaladdrShell,
    sock_getlocaladdr_v2: sockGetlocaladdrV2Shell,
    sock_getpeeraddr: sockGetpeeraddrShell,
    sock_getpeeraddr_v2: sockGetpeeraddrV2Shell,
    sock_recv_from: sockRecvFromShell,
    sock_recv_from_v2: sockRecvFromV2Shell,
    sock_send_to: sockSendToShell,
    sock_getsockopt: sockGetsockoptShell,
    sock_setsockopt: sockSetsockoptShell,
    sock_getaddrinfo: sockGetaddrinfoShell,
  };
}

/** The import object of wasi-threads. What is returned here is the errno, as everywhere; the result is in the copies of the call. */
export function createThreadShells({ lowerer, meanings, tap }: ShellParts): Shells {
  function threadSpawn(startArg: number): number {
    const result = meanings['thread-spawn'](startArg >>> 0);
    if (result < 0) return -result;
    lowerer.keepResult(result);
    return 0;
  }
  function threadSpawnShell(startArg: number): number {
    const tracer = tap.tracer(61);
    if (tracer === null) return threadSpawn(startArg);
    tracer.begin(61, startArg);
    return tracer.end(61, threadSpawn(startArg));
  }
  return {
    'thread-spawn': threadSpawnShell,
  };
}
