import { isAwsHost, isRegion } from './regions.ts';

/** A queue of a connection: its URL is made from these, so that no URL decides where a call goes. */
export interface QueueAddress {
  /** 12 digits on Amazon SQS; others may have another word, or none. */
  readonly account: string;
  readonly name: string;
}

const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
/** Contract §1.1: 80 characters, `.fifo` included. */
const NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$|^[A-Za-z0-9_-]{1,80}$/;
const MAXIMUM_URL_CHARACTERS = 2_048;

/**
 * Reads the account and the name of a queue from the end of its URL.
 * @returns undefined if it is no URL of a queue
 */
export function readQueueUrl(text: string): QueueAddress | undefined {
  if (text.length > MAXIMUM_URL_CHARACTERS) return undefined;
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return undefined;
  const [name = '', account = ''] = url.pathname.split('/').toReversed();
  return ACCOUNT.test(account) && NAME.test(name) ? { account, name } : undefined;
}

/** @param endpoint of the connection */
export function writeQueueUrl(endpoint: string, { account, name }: QueueAddress): string {
  return `${endpoint.replace(/\/+$/, '')}/${account}/${name}`;
}

/** The region in the host of a URL of Amazon SQS, of the forms that are still in use; undefined for other hosts. */
export function findRegionOfQueueUrl(text: string): string | undefined {
  const host = parseUrl(text)?.hostname ?? '';
  if (host === 'queue.amazonaws.com') return 'us-east-1';
  const [, inNewForm, inOldForm] = /^(?:sqs(?:-fips)?\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\./.exec(host) ?? [];
  const region = inNewForm ?? inOldForm ?? '';
  return isRegion(region) && isAwsHost(host) ? region : undefined;
}

export function formatQueueArn(partition: string, region: string, { account, name }: QueueAddress): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
