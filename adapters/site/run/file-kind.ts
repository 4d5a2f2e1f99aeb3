/** The kind of a file, by its first bytes: a program, or input of the inspector, which reports itself what it cannot read. */
export function isProgram(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}
