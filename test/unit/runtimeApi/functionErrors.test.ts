import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readFunctionError, readTrailers } from '../../../broker/runtimeApi/functionErrors.ts';

const CAUSE_TYPE = 'application/vnd.aws.lambda.error.cause+json';
const TYPE = 'lambda-runtime-function-error-type';
const BODY = 'lambda-runtime-function-error-body';
const encode = (text: string): string => Buffer.from(text).toString('base64');

describe('The error of a function', () => {
  const ROWS = [
    // As sent by Node.js, Python, Go, Java and .NET.
    [{}, '{"errorType":"TypeError","errorMessage":"no","trace":[]}', 'TypeError'],
    [{ [TYPE]: 'unhandled' }, '{"errorType":"MyError","errorMessage":"no"}', 'MyError'],
    [{ [TYPE]: 'Runtime.ImportModuleError' }, '{"errorMessage":"no"}', 'Runtime.ImportModuleError'],
    [{ [TYPE]: 'unhandled' }, 'no JSON', 'unhandled'],
    [{ [TYPE]: 'unhandled' }, '', 'unhandled'],
    [{}, '', undefined],
    [{}, '"text"', undefined],
    [{}, 'null', undefined],
    [{}, '{"errorType":42}', undefined],
    [{}, '{"errorType":""}', undefined],
    [{}, `{"errorType":"${'x'.repeat(300)}"}`, 'x'.repeat(256)],
    [{}, `{"errorType":"E","errorMessage":"${'x'.repeat(262_144)}"}`, undefined],
  ] as const;

  for (const [headers, body, errorType] of ROWS) {
    it(`is of type ${errorType?.slice(0, 30)} with ${JSON.stringify(headers)} and ${body.slice(0, 60)}`, () => {
      const error = readFunctionError(headers, Buffer.from(body));
      assert.equal(error.errorType, errorType);
      assert.equal(error.body.toString(), body);
    });
  }

  it('is seen by the invoker without the cause that a body of its type has', () => {
    const headers = { 'content-type': CAUSE_TYPE };
    const read = (body: string) => readFunctionError(headers, Buffer.from(body)).body.toString();
    assert.equal(
      read('{"errorCause":{"exceptions":[]},"errorType":"E","errorMessage":"m","stackTrace":["a"]}'),
      '{"errorMessage":"m","errorType":"E","stackTrace":["a"]}',
    );
    assert.equal(read('{"errorType":"E"}'), '{"errorMessage":"","errorType":"E"}');
    assert.equal(read('no JSON'), '"Invalid error body"');
  });
});

describe('The trailers of a response', () => {
  const GO = '{"errorMessage":"no","errorType":"errorString"}';
  const ROWS = [
    [{}, undefined, undefined],
    [{ [TYPE]: '', [BODY]: '' }, undefined, undefined],
    [{ other: 'x' }, undefined, undefined],
    [{ [TYPE]: 'Runtime.Unknown', [BODY]: encode(GO) }, 'errorString', GO],
    [{ [BODY]: encode(GO) }, 'errorString', GO],
    [{ [TYPE]: 'Function.Broken' }, 'Function.Broken', '{"errorMessage":"","errorType":"Function.Broken"}'],
    [{ [TYPE]: 'E', [BODY]: '%%%' }, 'E', '{"errorMessage":"","errorType":"E"}'],
  ] as const;

  for (const [trailers, errorType, body] of ROWS) {
    it(`${JSON.stringify(trailers)} mean ${errorType === undefined ? 'success' : errorType}`, () => {
      const error = readTrailers({ trailers });
      assert.equal(error?.errorType, errorType);
      assert.equal(error?.body.toString(), body);
    });
  }
});
