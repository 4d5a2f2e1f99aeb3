/** What a file is, by its first bytes: a program, or something for the inspector, which says itself what it cannot read. */
export function isProgram(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}
