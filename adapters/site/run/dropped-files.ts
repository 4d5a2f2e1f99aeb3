/** The contents of files that a person has chosen or dropped, by name. */
export async function filesOf(files: Iterable<File>): Promise<Record<string, Uint8Array>> {
  const read = [...files].map(async file => [file.webkitRelativePath || file.name, await bytesOf(file)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** The content of a file. */
export async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
