import { md5, sha256 } from '../calls/digests.ts';
import type { Clock } from '../engine/base/clock.ts';
import type { ContentStore } from '../engine/base/content.ts';
import type { EnginePorts } from '../engine/base/ports.ts';
import { PagedContents } from '../memory/pagedContents.ts';

/** What the engine of a running broker works with; without a store of their own, contents stay in memory. */
export function createEnginePorts(
  clock: Clock,
  contents: ContentStore = new PagedContents(),
  refuseMessages?: EnginePorts['refuseMessages'],
): EnginePorts {
  return {
    clock,
    contents,
    refuseMessages,
    encodeText: (text) => Buffer.from(text, 'utf8'),
    decodeText: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
    md5,
    sha256,
    random: () => Math.random(),
  };
}
