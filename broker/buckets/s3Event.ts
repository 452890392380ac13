import { randomBytes } from 'node:crypto';
import { encodeKey } from './objectKey.ts';

/** What an event is about. */
export type ObjectChange =
  | { readonly kind: 'put'; readonly key: string; readonly size: number; readonly eTag: string }
  | { readonly kind: 'deleted'; readonly key: string };

export interface EventContext {
  readonly bucket: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  /** Of this event; the later one of a key is the greater text. */
  readonly sequencer: string;
}

/** The name of the notification in events. */
const CONFIGURATION_ID = 'queueside.json';
const REQUEST_ID_BYTES = 8;
const HOST_ID_BYTES = 57;

/** The message of a change of one object, as Amazon S3 sends it (docs/buckets.md). */
export function writeEvent(change: ObjectChange, context: EventContext): string {
  const { bucket, region, account, at, sequencer } = context;
  const key = encodeKey(change.key);
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(at).toISOString(),
    eventName: change.kind === 'put' ? 'ObjectCreated:Put' : 'ObjectRemoved:Delete',
    userIdentity: { principalId: `AWS:${account}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': makeRequestId(), 'x-amz-id-2': makeHostId() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: CONFIGURATION_ID,
      bucket: { name: bucket, ownerIdentity: { principalId: account }, arn: `arn:aws:s3:::${bucket}` },
      object:
        change.kind === 'put' ? { key, size: change.size, eTag: change.eTag, sequencer } : { key, sequencer },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** The message that a queue gets when its bucket is set up (docs/buckets.md): it has no `Records`. */
export function writeTestEvent(bucket: string, at: number): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(at).toISOString(),
    Bucket: bucket,
    RequestId: makeRequestId(),
    HostId: makeHostId(),
  });
}

function makeRequestId(): string {
  return randomBytes(REQUEST_ID_BYTES).toString('hex').toUpperCase();
}

function makeHostId(): string {
  return randomBytes(HOST_ID_BYTES).toString('base64');
}
