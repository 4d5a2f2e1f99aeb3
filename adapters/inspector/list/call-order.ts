import { type CallSortKey, type CallSortOrder, callSortKeys } from '../../../application/inspection/index.js';

/** The order after a click on the heading of a column: ascending, then descending, then the order of the calls. */
export function nextOrder(order: CallSortOrder | undefined, by: CallSortKey): CallSortOrder | undefined {
  if (order?.by !== by) return { by, descending: false };
  return order.descending ? undefined : { by, descending: true };
}

/** An order as it stands in a link: `duration`, `-duration`. */
export function orderText({ by, descending }: CallSortOrder): string {
  return `${descending ? '-' : ''}${by}`;
}

/** The same back; undefined if it is none. */
export function orderOf(text: string | undefined): CallSortOrder | undefined {
  const descending = text?.startsWith('-') === true;
  const by = callSortKeys.find(key => key === text?.slice(Number(descending)));
  return by === undefined ? undefined : { by, descending };
}
