/** "Did you mean …": the names nearest to a misspelt one. */

/**
 * Names that a person may have meant.
 * @param word what was typed
 * @param names what there is; of those that differ only in case, the first counts
 * @param count how many to offer at most
 * @returns the nearest, best first; none if nothing is near
 */
export function nearestNames(word: string, names: Iterable<string>, count = 3): string[] {
  const typed = word.toLowerCase();
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const found: { name: string; distance: number }[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const candidate = name.toLowerCase();
    if (seen.has(candidate)) continue;
    seen.add(candidate);
    // Words whose lengths differ this much are at least this far apart; and the input may be very long.
    const gap = Math.abs(typed.length - candidate.length);
    let distance = gap > limit ? gap : editDistance(typed, candidate);
    if (distance > limit && typed.length >= 3 && candidate.includes(typed)) distance = limit;
    if (distance <= limit) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance);
  return found.slice(0, count).map(({ name }) => name);
}

/** Levenshtein's distance, with a swap of neighbours counted once. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
