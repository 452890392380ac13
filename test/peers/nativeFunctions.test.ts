import assert from 'node:assert/strict';
import { type FunctionProcess, LOG_STREAM } from '../support/functions/functionProcess.ts';
import { BATCH, describeFunctions } from '../support/functions/peerFunctions.ts';
import { DEADLINE_MS, FUNCTION_ARN, TRACE_ID } from '../support/functions/runtimeApiServer.ts';
import { useFunctions } from '../support/functions/useFunctions.ts';

/** What AWS's client of each language says. */
const LANGUAGES = [
  {
    language: 'Go',
    failure: { errorType: 'errorString', errorMessage: 'no stock' },
    panic: { errorType: 'string', errorMessage: 'no database' },
    /** Go ends after a panic. */
    endsAfterPanic: true,
  },
  {
    language: 'Rust',
    failure: { errorType: /^&?alloc::boxed::Box<|^Error|^.*$/, errorMessage: 'no stock' },
    panic: { errorType: /./, errorMessage: /no database/ },
    endsAfterPanic: false,
  },
] as const;

for (const { language, failure, panic, endsAfterPanic } of LANGUAGES) {
  describeFunctions(language, `a function in ${language}, by AWS’s client`, (folder) => {
    const startAny = useFunctions({ runtime: 'provided.al2023', command: './client', directory: folder });
    const start = (): Promise<FunctionProcess> => startAny({});

    const check = (actual: unknown, expected: string | RegExp): void => {
      if (typeof expected === 'string') assert.equal(actual, expected);
      else assert.match(String(actual), expected);
    };

    it('reports the messages of a batch that failed', async () => {
      const process = await start();
      assert.deepEqual(await process.call(BATCH), { batchItemFailures: [{ itemIdentifier: 'message-1' }] });
      assert.deepEqual((await process.waitForLines(2)).slice(0, 2), [
        'received {"image":1}',
        'received Grüße',
      ]);
    });

    it('reports an error and goes on', async () => {
      const process = await start();
      const error = await process.fail({ do: 'fail' });
      check(error.errorType, failure.errorType);
      check(error.errorMessage, failure.errorMessage);
      assert.deepEqual(await process.call({ Records: [] }), { batchItemFailures: [] });
    });

    it('reports a panic', async () => {
      const process = await start();
      const error = await process.fail({ do: 'panic' });
      check(error.errorType, panic.errorType);
      check(error.errorMessage, panic.errorMessage);
      if (endsAfterPanic)
        assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
      else assert.deepEqual(await process.call({ Records: [] }), { batchItemFailures: [] });
    });

    it('ends without a word', async () => {
      assert.deepEqual(await (await start()).invoke({ do: 'exit' }), { kind: 'exit', code: 7, signal: null });
    });

    it('gives the context', async () => {
      const process = await start();
      const { requestId, remaining, deadline, ...rest } = (await process.call({ do: 'context' })) as Record<
        string,
        unknown
      >;
      assert.match(String(requestId), /^[\da-f-]{36}$/);
      const leftMs = Number(remaining ?? Number(deadline) - Date.now());
      assert.ok(leftMs > 0 && leftMs <= DEADLINE_MS, String(leftMs));
      assert.deepEqual(rest, {
        arn: FUNCTION_ARN,
        name: 'thumbnails',
        memory: 128,
        logGroup: '/aws/lambda/thumbnails',
        logStream: LOG_STREAM,
        trace: TRACE_ID,
      });
    });
  });
}
