/** The worker that compares two runs, so that the page stays alive meanwhile. */
import { CallList } from '../../../application/inspection/index.js';
import { compareLists } from './compare-lists.js';
import type { ComparisonReply, ComparisonRequest } from './protocol.js';

function read(chunks: readonly Uint8Array[]): CallList {
  const list = new CallList();
  for (const chunk of chunks) list.add(chunk);
  try {
    while (list.advance());
    list.finish();
    while (list.advance());
  } catch {
    // The page tells of the damage; what comes before it is compared.
  }
  return list;
}

addEventListener('message', ({ data }: MessageEvent<ComparisonRequest>) => {
  const pairs = compareLists(read(data.a), read(data.b));
  const reply: ComparisonReply = { pairs };
  postMessage(reply, { transfer: [pairs.kinds.buffer, pairs.a.buffer, pairs.b.buffer] });
});
