/** Port: randomness, fit for secrets unless an adapter says otherwise. */
export interface Random {
  /**
   * Fills `array[offset]` to `array[offset + length - 1]` and nothing else. Any length; the memory behind may be shared.
   * @returns 0, or `-EIO` where the host's source fails
   */
  fill(array: Uint8Array, offset: number, length: number): number;
}
