import type { Protocol } from '../../conformance/support/client.ts';

/** What ends the text of an error if the endpoint may have got the call. */
export const UNKNOWN_EFFECT = ' Whether the call had an effect is not known.';

/** What a program got of a receive. */
export interface Outcome {
  readonly status: number;
  /** Of an error, in either protocol; '' without one. */
  readonly code: string;
  readonly message: string;
  readonly text: string;
  readonly headers: Headers;
}

/**
 * Calls ReceiveMessage once, and looks at nothing of the response but where an error is.
 * @param endpoint URL of a gateway
 * @param signal hangs up
 */
export async function receiveOnce(
  endpoint: string,
  protocol: Protocol = 'json',
  signal?: AbortSignal,
): Promise<Outcome> {
  const QueueUrl = `${endpoint}/000000000000/orders`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    redirect: 'manual',
    ...(protocol === 'json'
      ? {
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': 'AmazonSQS.ReceiveMessage',
          },
          body: JSON.stringify({ QueueUrl }),
        }
      : { body: new URLSearchParams({ Action: 'ReceiveMessage', QueueUrl }) }),
    ...(signal && { signal }),
  });
  const { status, headers } = answer;
  const text = await answer.text();
  return { status, headers, text, ...readError(text, headers) };
}

function readError(text: string, headers: Headers): Pick<Outcome, 'code' | 'message'> {
  const [code = ''] = (headers.get('x-amzn-query-error') ?? '').split(';');
  if (code !== '') return { code, message: (JSON.parse(text) as { message?: string }).message ?? '' };
  const find = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? '';
  return { code: find('Code'), message: find('Message') };
}
