// Generated from the layouts of structs by tools/codegen; `npm run codegen` writes it anew. Do not edit.
//
// How structs are stored in the guest's memory and loaded from there. What lies between fields is set to zero.
import { type Fdstat, type Filestat, fromHalves, type PollEvent, type Prestat, type Subscription } from '../../domain/index.js';

/** The fdstat of wasi_snapshot_preview1, 24 bytes. */
export function storeFdstat(view: DataView, at: number, record: Fdstat): void {
  view.setUint8(at, record.filetype);
  view.setUint8(at + 1, 0);
  view.setUint16(at + 2, record.flags, true);
  view.setUint32(at + 4, 0, true);
  view.setUint32(at + 8, record.rightsBase, true);
  view.setUint32(at + 12, Math.floor(record.rightsBase / 0x1_0000_0000), true);
  view.setUint32(at + 16, record.rightsInheriting, true);
  view.setUint32(at + 20, Math.floor(record.rightsInheriting / 0x1_0000_0000), true);
}

/** The filestat of wasi_snapshot_preview1, 64 bytes. */
export function storeFilestat(view: DataView, at: number, record: Filestat): void {
  view.setBigUint64(at, record.device, true);
  view.setBigUint64(at + 8, record.inode, true);
  view.setUint8(at + 16, record.filetype);
  view.setUint8(at + 17, 0);
  view.setUint16(at + 18, 0, true);
  view.setUint32(at + 20, 0, true);
  view.setBigUint64(at + 24, record.links, true);
  view.setBigUint64(at + 32, record.size, true);
  view.setBigUint64(at + 40, record.accessed, true);
  view.setBigUint64(at + 48, record.modified, true);
  view.setBigUint64(at + 56, record.changed, true);
}

/** The filestat of wasi_unstable, 56 bytes. */
export function storeFilestatUnstable(view: DataView, at: number, record: Filestat): void {
  view.setBigUint64(at, record.device, true);
  view.setBigUint64(at + 8, record.inode, true);
  view.setUint8(at + 16, record.filetype);
  view.setUint8(at + 17, 0);
  view.setUint16(at + 18, 0, true);
  view.setUint32(at + 20, Math.min(Number(record.links), 4294967295), true);
  view.setBigUint64(at + 24, record.size, true);
  view.setBigUint64(at + 32, record.accessed, true);
  view.setBigUint64(at + 40, record.modified, true);
  view.setBigUint64(at + 48, record.changed, true);
}

/** The prestat of wasi_snapshot_preview1, 8 bytes. */
export function storePrestat(view: DataView, at: number, record: Prestat): void {
  view.setUint8(at, 0);
  view.setUint8(at + 1, 0);
  view.setUint16(at + 2, 0, true);
  view.setUint32(at + 4, record.nameLength, true);
}

/** The event of wasi_snapshot_preview1, 32 bytes. */
export function storeEvent(view: DataView, at: number, record: PollEvent): void {
  view.setUint32(at, record.userdataLow, true);
  view.setUint32(at + 4, record.userdataHigh, true);
  view.setUint16(at + 8, record.errno, true);
  view.setUint8(at + 10, record.type);
  view.setUint8(at + 11, 0);
  view.setUint32(at + 12, 0, true);
  view.setUint32(at + 16, record.nbytes, true);
  view.setUint32(at + 20, Math.floor(record.nbytes / 0x1_0000_0000), true);
  view.setUint16(at + 24, record.flags, true);
  view.setUint16(at + 26, 0, true);
  view.setUint32(at + 28, 0, true);
}

/** The subscription of wasi_snapshot_preview1, 48 bytes. */
export function loadSubscription(view: DataView, at: number, record: Subscription): void {
  record.userdataLow = view.getUint32(at, true);
  record.userdataHigh = view.getUint32(at + 4, true);
  record.type = view.getUint8(at + 8);
  record.clockId = view.getUint32(at + 16, true);
  record.timeoutLow = view.getUint32(at + 24, true);
  record.timeoutHigh = view.getUint32(at + 28, true);
  record.timeout = fromHalves(record.timeoutLow, record.timeoutHigh);
  record.clockFlags = view.getUint16(at + 40, true);
  record.fd = view.getUint32(at + 16, true);
}

/** The subscription of wasi_unstable, 56 bytes. */
export function loadSubscriptionUnstable(view: DataView, at: number, record: Subscription): void {
  record.userdataLow = view.getUint32(at, true);
  record.userdataHigh = view.getUint32(at + 4, true);
  record.type = view.getUint8(at + 8);
  record.clockId = view.getUint32(at + 24, true);
  record.timeoutLow = view.getUint32(at + 32, true);
  record.timeoutHigh = view.getUint32(at + 36, true);
  record.timeout = fromHalves(record.timeoutLow, record.timeoutHigh);
  record.clockFlags = view.getUint16(at + 48, true);
  record.fd = view.getUint32(at + 16, true);
}
