/** The bytes that a text in base64 stands for. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from((globalThis as unknown as { atob(text: string): string }).atob(text), each =>
    each.charCodeAt(0),
  );
}
