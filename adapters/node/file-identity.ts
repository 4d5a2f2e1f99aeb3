/** What distinguishes a file from all others while it exists. `BigIntStats` has it. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Whether both were found (neither is an errno, nor unknown) and are the same file. */
export function isSameFile(one: FileIdentity | number | undefined, other: FileIdentity | number | undefined): boolean {
  return typeof one === 'object' && typeof other === 'object' && one.dev === other.dev && one.ino === other.ino;
}
