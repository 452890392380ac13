import type { LiveFunctions } from './liveFunctions.ts';

/** A handler in Node.js that sends its event to the desk and follows the answer. `raw` returns the answer's text as it is. */
const ASKING_HANDLER = `
const { connect } = require('node:net');
const ask = async (event) => {
  const [host, port] = process.env.DESK.split(':');
  const socket = connect(Number(port), host).setEncoding('utf8');
  socket.write(JSON.stringify({ pid: process.pid, event }) + '\\n');
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  const { throws, returns } = JSON.parse(answer);
  if (throws !== undefined) throw new TypeError(throws);
  return returns;
};
exports.plain = ask;
exports.raw = awslambda.streamifyResponse(async (event, stream) => stream.end(await ask(event)));
`;

/** Of functions with this handler. */
export const TIMEOUT_SECONDS = 30;

export interface EventRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly receiptHandle: string;
  readonly messageAttributes: object;
  readonly md5OfMessageAttributes?: string | null;
}

/** An event that a process has, and waits for what to do. */
export interface LiveEvent {
  readonly processId: number;
  /** Of the event as JSON. */
  readonly bytes: number;
  readonly records: readonly EventRecord[];
  readonly bodies: readonly string[];
  /** It returns this value; absent: undefined. */
  returns(value?: unknown): void;
  throws(message: string): void;
}

/** The members of a definition that are of the code: `plain`, or `raw` for responses that are not JSON. */
export function writeAskingHandler(
  live: Pick<LiveFunctions, 'write' | 'desk'>,
  handler: 'plain' | 'raw' = 'plain',
) {
  live.write('asking.js', ASKING_HANDLER);
  return {
    runtime: 'nodejs22.x',
    handler: `asking.${handler}`,
    timeout: TIMEOUT_SECONDS,
    environment: { DESK: live.desk.address },
  } as const;
}

export function arnOf(queue: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${queue}`;
}

/** The next event that a process gets. */
export async function nextEvent(live: Pick<LiveFunctions, 'desk'>): Promise<LiveEvent> {
  const { text, answer } = await live.desk.next();
  const { pid, event } = JSON.parse(text) as { pid: number; event: { Records: readonly EventRecord[] } };
  const { Records: records } = event;
  return {
    processId: pid,
    bytes: Buffer.byteLength(JSON.stringify(event)),
    records,
    bodies: records.map(({ body }) => body),
    returns: (returns) => answer(JSON.stringify({ returns })),
    throws: (throws) => answer(JSON.stringify({ throws })),
  };
}
