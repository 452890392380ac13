import type { BucketBook } from '../buckets/bucketBook.ts';
import type { DefinitionOrigin, Namespace } from './definition.ts';
import type { ParsedDefinitions } from './parse.ts';
import { findPlace } from './problems.ts';

/** Makes the buckets of a text those of its source. */
export function applyBuckets(
  book: BucketBook,
  { account, region }: Namespace,
  { source, folder }: DefinitionOrigin,
  { buckets, root, lines }: ParsedDefinitions,
): void {
  // A text without a folder has no buckets.
  const place = { account, region, baseFolder: folder ?? '' };
  const placed = buckets.map((definition) => ({
    definition,
    describe: (member: string, message: string) => {
      const { offset, length } =
        root === undefined ? { offset: 0, length: 0 } : findPlace(root, ['buckets', definition.name, member]);
      return lines.describe(offset, length, message);
    },
  }));
  book.setAll(source, place, placed);
}
