import type { DefinitionProblem } from '../protocol/definitions.ts';

/** A folder that acts as a bucket of Amazon S3, as a file of definitions has it. */
export interface BucketDefinition {
  readonly name: string;
  /** Relative to the folder of the file, with `/`, never out of it. */
  readonly folder: string;
  /** The name of the queue that gets the events. */
  readonly queue: string;
  /** Keys that do not start so send no events; empty for all. */
  readonly prefix: string;
  /** Keys that do not end so send no events; empty for all. */
  readonly suffix: string;
}

/** The members of a bucket that a problem can be at. */
export type BucketMember = 'folder' | 'queue';

/** A bucket, and what problems of it look like at its lines. */
export interface PlacedBucket {
  readonly definition: BucketDefinition;
  describe(member: BucketMember, message: string): DefinitionProblem;
}

/** Where the queues of a bucket are. */
export interface BucketPlace {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** The folder that the file of definitions is in, absolute. */
  readonly baseFolder: string;
}

/** Whether two definitions are one bucket: then its files go on being known. */
export function isSameBucket(one: BucketDefinition, other: BucketDefinition): boolean {
  return (
    one.name === other.name &&
    one.folder === other.folder &&
    one.queue === other.queue &&
    one.prefix === other.prefix &&
    one.suffix === other.suffix
  );
}
