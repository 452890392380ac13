import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type FlowContext, readFlow } from '../../../broker/trace/flow.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const SPAN = '53995c3f42cd8ad8';
const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';

describe('The flow of a message', () => {
  const cases: readonly [
    parent: string | undefined,
    header: string | undefined,
    flow: FlowContext | undefined,
  ][] = [
    [undefined, undefined, undefined],
    [`00-${TRACE}-${SPAN}-01`, undefined, { traceId: TRACE, spanId: SPAN }],
    [`00-${TRACE}-${SPAN}-01`, 'Root=1-00000000-000000000000000000000000', { traceId: TRACE, spanId: SPAN }],
    ['not a traceparent', undefined, undefined],
    ['not a traceparent', ROOT, { traceId: TRACE, spanId: undefined }],
    [undefined, `${ROOT};Parent=${SPAN};Sampled=1`, { traceId: TRACE, spanId: SPAN }],
    [
      undefined,
      `Self=x; ${ROOT.toUpperCase().replace('ROOT', 'Root')}`,
      { traceId: TRACE, spanId: undefined },
    ],
    [undefined, 'Root=1-57-bd', undefined],
  ];
  for (const [parent, traceHeader, flow] of cases) {
    it(`of ${parent ?? 'no attribute'} and ${traceHeader ?? 'no header'} is ${flow?.traceId ?? 'unknown'}`, () => {
      const attributes =
        parent === undefined ? undefined : [{ name: 'traceparent', type: 'String', value: parent }];
      const found = readFlow({
        body: new Uint8Array(),
        bodyMd5: '',
        senderId: '',
        ...(attributes === undefined ? {} : { attributes }),
        ...(traceHeader === undefined ? {} : { traceHeader }),
      });
      assert.deepEqual(found, flow);
    });
  }
});
