import { Errno, Whence } from '../preview1/index.js';

/** Offsets and sizes are doubles here; 2^53 − 1 (9 PB) is more than Linux file systems hold. */
export const MAX_OFFSET = Number.MAX_SAFE_INTEGER;

/**
 * Where a seek leads.
 * @param delta bytes, signed
 * @param whence one of `Whence`
 * @param current the offset now
 * @param size the file's size; looked at only for END
 * @returns the new offset; `-EINVAL` before the first byte, or past what a file can hold
 */
export function seek(delta: number, whence: number, current: number, size: number): number {
  const from = whence === Whence.SET ? 0 : whence === Whence.CUR ? current : size;
  const target = from + delta;
  return target < 0 || target > MAX_OFFSET ? -Errno.EINVAL : target;
}

/**
 * Checks a range of a file.
 * @returns 0; `-EFBIG` if it ends past what a file can hold
 */
export function checkRange(offset: number, length: number): number {
  return offset + length > MAX_OFFSET ? -Errno.EFBIG : 0;
}
