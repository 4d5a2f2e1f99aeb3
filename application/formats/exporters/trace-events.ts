/** Writing of the trace event format of Chrome: one function an event, each giving JSON without what separates events. */

/**
 * Nanoseconds as the format has them: microseconds with decimals. Whole nanoseconds, so that what lies within something else still does
 * after rounding.
 */
export function microseconds(nanoseconds: number): string {
  return String(Math.floor(nanoseconds) / 1000);
}

/** Names a process; with a `tid`, one of its threads. */
export function nameEvent(pid: number, tid: number | undefined, name: string): string {
  const what = tid === undefined ? `process_name","pid":${pid}` : `thread_name","pid":${pid},"tid":${tid}`;
  return `{"ph":"M","name":"${what},"args":{"name":${JSON.stringify(name)}}}`;
}

/** Says where a thread is shown among those of its process. */
export function sortEvent(pid: number, tid: number): string {
  return `{"ph":"M","name":"thread_sort_index","pid":${pid},"tid":${tid},"args":{"sort_index":${tid}}}`;
}

/** A value, or several to be stacked, that hold from `at` on. */
export function counterEvent(pid: number, name: string, at: number, values: Readonly<Record<string, number>>): string {
  return `{"ph":"C","name":"${name}","pid":${pid},"ts":${microseconds(at)},"args":${JSON.stringify(values)}}`;
}

/** Something that takes no time and concerns the whole process. */
export function instantEvent(pid: number, tid: number, name: string, at: number): string {
  return `{"ph":"i","s":"p","name":${JSON.stringify(name)},"pid":${pid},"tid":${tid},"ts":${microseconds(at)}}`;
}
