import { formatRequest, type RawAnswer, RawConnection } from './rawHttp.ts';

export const JSON_TYPE = 'application/x-amz-json-1.0';

type Ask = (line: string, headers?: Record<string, string>, body?: string | Buffer) => Promise<RawAnswer>;

/** Sends each request on a connection of its own to the broker that is there by then. */
export function askBroker(findPort: () => number): Ask {
  return async (line, headers = {}, body = '') => {
    const connection = new RawConnection(findPort());
    connection.write(formatRequest(line, headers, body));
    const answer = await connection.readAnswer();
    connection.socket.destroy();
    return answer;
  };
}

/** The headers of a JSON call. */
export function target(action: string): Record<string, string> {
  return { 'X-Amz-Target': `AmazonSQS.${action}`, 'Content-Type': JSON_TYPE };
}

/** How an answer in JSON calls its error, in the body and in the header. */
export function errorOf(answer: RawAnswer): { type: string; header: string | undefined } {
  const { __type } = JSON.parse(answer.body) as { __type: string };
  return { type: __type, header: answer.headers.get('x-amzn-query-error') };
}
