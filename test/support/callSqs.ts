import { SqsProgram } from './sqsProgram.ts';

/**
 * Makes one SQS call over JSON, as an SDK would, without an SDK; rejects with the error's type when it is refused.
 * @param accessKeyId of the program that calls, where it matters who does
 * @returns the answer's members
 */
export async function callSqs(
  endpoint: string,
  action: string,
  input: object,
  accessKeyId: string | null = null,
): Promise<Record<string, unknown>> {
  const program = new SqsProgram(endpoint, accessKeyId);
  try {
    return await program.call(action, input);
  } finally {
    program.close();
  }
}
