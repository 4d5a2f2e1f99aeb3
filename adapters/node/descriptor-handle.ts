/** The handle of a stream or socket on a descriptor of this process: by it, what waits on Node knows where to. */
export abstract class DescriptorHandle {
  /** The descriptor at which poll(2) tells whether the stream or socket is ready. */
  abstract readonly fd: number;

  /**
   * One at which `node:wasi` tells, which makes it non-blocking.
   * @returns undefined if there is none of which that is allowed
   */
  abstract awaited(writing: boolean): number | undefined;
}
