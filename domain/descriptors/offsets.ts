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

/** Offsets and lengths are signed numbers of 64 bits to the host. */
const TWO_63 = 2 ** 63;

/**
 * Checks a range that advice is given for: it need not be one of the file, but its end has to be an offset.
 * @param length 0 for up to the end. 2^63 − 1, which is rounded up to 2^63, says the same from the beginning of a file
 * @returns 0; `-EINVAL` if it ends past 2^63 − 1
 */
export function checkAdvisedRange(offset: number, length: number): number {
  return offset + length >= TWO_63 && !(offset === 0 && length === TWO_63) ? -Errno.EINVAL : 0;
}

/**
 * Checks a range that is to be allocated, as posix_fallocate does: https://man7.org/linux/man-pages/man3/posix_fallocate.3.html
 * @returns 0; `-EINVAL` for a length of 0, or if the offset or the length is negative as a signed number; `-EFBIG` if it ends past what a file can
 *   hold
 */
export function checkAllocatedRange(offset: number, length: number): number {
  return length === 0 || offset > TWO_63 || length > TWO_63 ? -Errno.EINVAL : checkRange(offset, length);
}
