import type { Call } from './action.ts';
import { formatQueueUrl, type QueueAddress } from '../wire/queueUrl.ts';

/** The last segment of a path, when it could be the name of a queue. */
const LAST_NAME = /\/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)\/?(?:[?#].*)?$/;
/** The region that some hosts of queue URLs name: `sqs.eu-west-1.…`, `eu-west-1.queue.…`. */
const HOST_REGION = /^https?:\/\/(?:sqs\.([a-z]{2}(?:-[a-z]+)+-\d)\.|([a-z]{2}(?:-[a-z]+)+-\d)\.queue\.)/;
/** Longer than any URL that people write. */
const MAXIMUM_LENGTH = 2048;

/**
 * What the URL should be, if that is known: other emulators, and older versions of the service, have other forms.
 * @param url as it was given: a QueueUrl, or the path of the request
 * @param address what was read from it; undefined for a URL of another form
 * @returns a sentence to follow the service's own, with a blank before it; empty when there is nothing to say
 */
export function hintQueueUrl(call: Call, url: string, address: QueueAddress | undefined): string {
  if (url.length > MAXIMUM_LENGTH) return '';
  const { engine, origin, caller } = call;
  const { account, region } = caller;
  if (address === undefined) {
    const name = LAST_NAME.exec(url)?.[1] ?? 'NAME';
    return ` The queue URL should be ${formatQueueUrl(origin, { account, name })}.`;
  }
  const { name } = address;
  if (engine.findQueue(region, account, name) !== undefined) {
    return (
      ` A queue with this name is in the account ${account}: ` +
      `the queue URL should be ${formatQueueUrl(origin, { account, name })}.`
    );
  }
  const [, modern, legacy] = HOST_REGION.exec(url) ?? [];
  const urlRegion = modern ?? legacy ?? region;
  const isThere = engine.findQueue(urlRegion, address.account ?? account, name) !== undefined;
  return urlRegion === region || !isThere
    ? ''
    : ` A queue with this name is in the region ${urlRegion}; this call was made for ${region}.`;
}
