import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  buildRequest,
  describeNumber,
  EMPTY_DRAFT,
  findReceiveProblems,
  readTimeout,
} from '../../../../webview/receive/receiveRules.ts';
import { makeQueue } from '../../../support/webviewSamples.ts';

const IMAGES = makeQueue('images').arn;

describe('What is asked for in a receive', () => {
  for (const [part, isFifo, problem] of [
    [{}, false, undefined],
    [{ maximum: '0' }, false, 'maximum'],
    [{ maximum: '11' }, false, 'maximum'],
    [{ maximum: '' }, false, 'maximum'],
    [{ wait: '20' }, false, undefined],
    [{ wait: '21' }, false, 'wait'],
    [{ visibility: '' }, false, undefined],
    [{ visibility: '43200' }, false, undefined],
    [{ visibility: '43201' }, false, 'visibility'],
    [{ visibility: '12 hours' }, false, undefined],
    [{ visibility: '12 h 1 s' }, false, 'visibility'],
    [{ visibility: '1.5 s' }, false, 'visibility'],
    [{ visibility: 'soon' }, false, 'visibility'],
    [{ wait: '20 s' }, false, undefined],
    [{ wait: '1 minute' }, false, 'wait'],
    [{ wait: '' }, false, 'wait'],
    [{ maximum: '3 s' }, false, 'maximum'],
    [{ attemptId: 'has a space' }, true, 'attemptId'],
    [{ attemptId: 'has a space' }, false, undefined],
  ] as const) {
    it(`is ${problem === undefined ? 'good' : 'refused'}: ${JSON.stringify(part)}${isFifo ? ', FIFO' : ''}`, () => {
      const problems = findReceiveProblems({ ...EMPTY_DRAFT, ...part }, isFifo);
      assert.deepEqual(Object.keys(problems), problem === undefined ? [] : [problem]);
    });
  }

  it('leaves to the queue what is empty, and has an attempt only where it means something', () => {
    const draft = { ...EMPTY_DRAFT, queueArn: IMAGES, attemptId: 'x' };
    assert.deepEqual(buildRequest(draft, false), { queueArn: IMAGES, maximum: 10, waitSeconds: 0 });
    assert.deepEqual(buildRequest({ ...draft, visibility: '0' }, true), {
      queueArn: IMAGES,
      maximum: 10,
      waitSeconds: 0,
      visibilitySeconds: 0,
      attemptId: 'x',
    });
  });

  it('has timeouts of whole seconds, with or without a unit', () => {
    const typed = ['0', ' 30 ', '90 s', '1 min', '2 hours', '43201', '', '1.5'];
    assert.deepEqual(typed.map(readTimeout), [0, 30, 90, 60, 7_200, undefined, undefined, undefined]);
    const request = buildRequest({ ...EMPTY_DRAFT, wait: '5 s', visibility: '2 min' }, false);
    assert.deepEqual([request.waitSeconds, request.visibilitySeconds], [5, 120]);
  });

  it('is read back in words, with its range', () => {
    assert.equal(describeNumber('wait', EMPTY_DRAFT.wait), '0 seconds to 20 seconds', 'typed with its unit');
    assert.equal(describeNumber('wait', '5'), '5 seconds · 0 seconds to 20 seconds');
    assert.equal(describeNumber('visibility', '90'), '1 minute 30 seconds · 0 seconds to 12 hours');
    assert.equal(describeNumber('visibility', 'soon'), '0 seconds to 12 hours');
    assert.equal(describeNumber('maximum', '3'), '1 to 10');
  });
});
