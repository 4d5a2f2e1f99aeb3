/** The SHA-256 of bytes; zeros where the browser has none, which is so on pages that are neither HTTPS nor on localhost. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  const digest = subtle === undefined ? new ArrayBuffer(32) : await subtle.digest('SHA-256', bytes as BufferSource);
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
