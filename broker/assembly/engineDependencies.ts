import { md5, sha256 } from '../calls/digests.ts';
import type { Clock } from '../engine/base/clock.ts';
import type { ContentStore } from '../engine/base/content.ts';
import type { EnginePorts } from '../engine/base/ports.ts';
import { PagedContents } from '../contents/pagedContents.ts';

/**
 * What the engine of a running broker works with; without a store of their own, contents stay in memory.
 * @param bounds of that memory, if it has any
 */
export function createEngineDependencies(
  clock: Clock,
  contents: ContentStore = new PagedContents(),
  bounds?: Pick<EnginePorts, 'refuseMessages' | 'onIdsForgotten'>,
): EnginePorts {
  return {
    clock,
    contents,
    ...bounds,
    encodeText: (text) => Buffer.from(text, 'utf8'),
    decodeText: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
    md5,
    sha256,
    random: () => Math.random(),
  };
}
