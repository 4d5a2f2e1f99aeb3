/**
 * Asks for a file. It must be called while a person's key or click is being handled.
 * @param accept which files are offered, as in HTML
 * @param chosen is not called if none is chosen
 */
export function askForFile(accept: string, chosen: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) chosen(file);
  });
  input.click();
}

/** The files that hold runs. */
export const RUN_FILES = '.hcr,.txt,.trace,.strace,.log,.ndjson,.jsonl';
