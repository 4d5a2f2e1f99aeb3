import { Errno } from '../../domain/index.js';
import type { CallRecord, PointerDenial } from '../tracing/index.js';

/** The denial of a range that is not in the memory. */
export function pointerDenial(
  call: CallRecord,
  param: string,
  pointer: number,
  length: number,
  index?: number,
): PointerDenial {
  const { memorySize } = call;
  return {
    kind: 'pointer',
    errno: Errno.EFAULT,
    param,
    ...(index !== undefined && { index }),
    pointer,
    length,
    memorySize,
  };
}

const hex = (value: number) => `0x${value.toString(16)}`;

export function pointerText({ param, index, pointer, length, memorySize }: PointerDenial): string {
  const what = index === undefined ? param : `buffer ${index} of ${param}`;
  const bytes = length === 1 ? '1 byte' : `${length} bytes`;
  return `${what} is outside of the memory: ${bytes} at ${hex(pointer)}, and the memory ends at ${hex(memorySize)}`;
}
