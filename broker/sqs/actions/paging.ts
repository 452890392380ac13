import { PAGE_RANGE } from '../../api/queues.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { type Failure, fail, type Result, succeed } from '../../engine/base/result.ts';

const { minimum, maximum } = PAGE_RANGE;

interface QueuePage {
  readonly queues: readonly Queue[];
  /** Only when pages were asked for and more remain. */
  readonly nextToken: string | undefined;
}

/**
 * One page of queues in the order of their names. Without `maxResults` there is one page of at most 1,000 and no token.
 * Errors: InvalidParameterValue.
 */
export function takePage(
  queues: readonly Queue[],
  maxResults: number | undefined,
  nextToken: string | undefined,
): Result<QueuePage> {
  if (maxResults !== undefined && (maxResults < minimum || maxResults > maximum)) {
    return refuse(
      'MaxResults',
      String(maxResults),
      `Must be between ${minimum} and ${maximum}, if provided.`,
    );
  }
  const after = nextToken === undefined ? '' : readToken(nextToken);
  if (after === undefined) return refuse('NextToken', String(nextToken), 'Invalid or expired next token.');
  const rest = queues.filter((queue) => queue.name > after).sort(byName);
  const page = rest.slice(0, maxResults ?? maximum);
  const last = page.at(-1);
  const hasMore = maxResults !== undefined && rest.length > page.length;
  return succeed({ queues: page, nextToken: hasMore && last !== undefined ? writeToken(last) : undefined });
}

/** For lists that the model does not require: the service leaves them out when they are empty. */
export function omitEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}

function byName(a: Queue, b: Queue): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Names the last queue of the page before, so that queues that come and go do not shift the pages. */
function writeToken(queue: Queue): string {
  return Buffer.from(`after:${queue.name}`).toString('base64');
}

function readToken(token: string): string | undefined {
  return /^after:([\w.-]+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
}

function refuse(parameter: string, value: string, reason: string): Failure {
  return fail(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
    parameter,
  );
}
