import type { Invocation } from './runtimeClient.ts';

/** What a handler knows of its invocation. */
export type InvocationContext = ReturnType<typeof createContext>;

/** Makes the context of an invocation, and sets `_X_AMZN_TRACE_ID`. */
export function createContext({ headers }: Invocation) {
  const read = (name: string): string | undefined => headers[`lambda-runtime-${name}`];
  const traceId = read('trace-id');
  if (traceId === undefined) delete process.env['_X_AMZN_TRACE_ID'];
  else process.env['_X_AMZN_TRACE_ID'] = traceId;
  const deadline = Number(read('deadline-ms'));
  const { env } = process;
  return {
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    /** A text. */
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: readClientContext(read('client-context')),
    /** Of Amazon Cognito, and of a function with tenants: there are none here. */
    identity: undefined,
    tenantId: undefined,
    invokedFunctionArn: read('invoked-function-arn'),
    awsRequestId: read('aws-request-id'),
    /** Below zero after the deadline. */
    getRemainingTimeInMillis: (): number => deadline - Date.now(),
  };
}

function readClientContext(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ClientContext as json: ${String(error)}`, { cause: error });
  }
}
