import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { BucketDefinition } from '../buckets/bucket.ts';
import { isFifoName, type QueueDefinition } from './definition.ts';
import type { JsonReader } from './jsonReader.ts';
import { findPlace } from './problems.ts';

/** Buckets of one file. */
const MAXIMUM_BUCKETS = 20;
/** Of a folder, a prefix or a suffix, in UTF-16 units. */
const MAXIMUM_LENGTH = 1024;
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Absolute paths, also those of Windows, and its separator. */
const NOT_RELATIVE = /^\/|^[A-Za-z]:|\\|\0/;

/** Reads the folders that act as buckets. */
export function readBuckets(reader: JsonReader, node: Node, hasFolder: boolean): BucketDefinition[] {
  const buckets: BucketDefinition[] = [];
  let count = 0;
  reader.readEntries(node, 'buckets', (name, value, key) => {
    count++;
    if (count === 1 && !hasFolder) {
      reader.note(key, l10n.t('This file is not in a folder of this machine, so it cannot have buckets.'));
    }
    if (count > MAXIMUM_BUCKETS) {
      if (count === MAXIMUM_BUCKETS + 1)
        reader.note(key, l10n.t('A file may have at most {0} buckets.', MAXIMUM_BUCKETS));
      return;
    }
    if (!BUCKET_NAME.test(name)) {
      reader.note(
        key,
        l10n.t(
          'Use 3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at each end.',
        ),
      );
      return;
    }
    const bucket = readBucket(reader, name, value);
    if (bucket !== undefined) buckets.push(bucket);
  });
  return buckets;
}

function readBucket(reader: JsonReader, name: string, node: Node): BucketDefinition | undefined {
  let folder: string | undefined;
  let queue: string | undefined;
  let prefix: string | undefined = '';
  let suffix: string | undefined = '';
  const faultsBefore = reader.faults.length;
  reader.readMembers(node, l10n.t('A bucket'), {
    folder: (value) => {
      folder = readFolder(reader, value);
    },
    queue: (value) => {
      queue = reader.readText(value, 'queue');
    },
    prefix: (value) => {
      prefix = readShortText(reader, value, 'prefix');
    },
    suffix: (value) => {
      suffix = readShortText(reader, value, 'suffix');
    },
  });
  if (folder !== undefined && queue !== undefined && prefix !== undefined && suffix !== undefined) {
    return { name, folder, queue, prefix, suffix };
  }
  if (reader.faults.length === faultsBefore)
    reader.note(node, l10n.t('A bucket must have the members "folder" and "queue".'));
  return undefined;
}

function readFolder(reader: JsonReader, node: Node): string | undefined {
  const folder = readShortText(reader, node, 'folder');
  if (folder === undefined) return undefined;
  return folder === '' || NOT_RELATIVE.test(folder) || folder.split('/').includes('..')
    ? reader.note(
        node,
        l10n.t(
          'Write the path of a folder inside the folder of this file, relative to it and with slashes, such as "bucket".',
        ),
      )
    : folder;
}

function readShortText(reader: JsonReader, node: Node, what: string): string | undefined {
  const text = reader.readText(node, what);
  return text !== undefined && text.length > MAXIMUM_LENGTH
    ? reader.note(node, l10n.t('{0} may have at most {1} characters.', what, MAXIMUM_LENGTH))
    : text;
}

/** The queues of buckets must be in the file, and be standard queues: Amazon S3 sends to no others. */
export function checkBuckets(
  reader: JsonReader,
  root: Node,
  buckets: readonly BucketDefinition[],
  queues: readonly QueueDefinition[],
): void {
  const names = new Set(queues.map(({ name }) => name));
  for (const { name, queue } of buckets) {
    if (names.has(queue) && !isFifoName(queue)) continue;
    if (reader.isFull) return;
    reader.note(
      findPlace(root, ['buckets', name, 'queue']),
      names.has(queue)
        ? l10n.t('Amazon S3 sends events to standard queues only.')
        : l10n.t('This file has no queue {0}.', JSON.stringify(queue)),
    );
  }
}
