import { SqsCaller } from '../../broker/client/sqsCaller.ts';

/** Makes SQS calls in JSON, as a program named `test-client` that has a key of its own. */
export class SqsProgram {
  private readonly caller: SqsCaller;

  /** @param accessKeyId null: the program does not say who calls */
  constructor(endpoint: string, accessKeyId: string | null = 'AKIDTEST') {
    this.caller = new SqsCaller(new URL(endpoint), {
      userAgent: 'test-client/1.0 os/test',
      credentials: accessKeyId === null ? undefined : { accessKeyId, region: 'us-east-1' },
    });
  }

  /** The answer's members; rejects with the error's type when the call is refused. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the action's, and the test asserts it
  async call(action: string, input: object, signal?: AbortSignal): Promise<any> {
    const { status, error, body } = await this.caller.call(action, input, { wantsBody: true, signal });
    if (status === 0) throw new Error(error);
    const members: unknown = body === '' ? {} : JSON.parse(body);
    if (status === 200) return members;
    const { __type: type, message } = members as { readonly __type: string; readonly message: string };
    throw new Error(type, { cause: message });
  }

  close(): void {
    this.caller.close();
  }
}
