import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeFailure } from '../../../extension/webviews/brokerView.ts';
import {
  readComposerMessage,
  readLoadMessage,
  readTraceMessage,
} from '../../../extension/webviews/messageShapes.ts';
import { renderPageHtml } from '../../../extension/webviews/pageHtml.ts';

const GOOD_COMPOSER = [
  { type: 'ready' },
  { type: 'queueSelected', queueArn: 'arn' },
  { type: 'formatBody', requestId: 1, body: '{}' },
  { type: 'checkBody', requestId: 1, body: '{}' },
  { type: 'send', requestId: 1, params: { queueArn: 'arn', body: 'x' } },
  {
    type: 'send',
    requestId: 1,
    params: { queueArn: 'arn', body: 'x', attributes: [{ name: 'a', type: 'String', value: 'b' }], count: 2 },
  },
];
const BAD_COMPOSER = [
  undefined,
  null,
  'ready',
  {},
  { type: 'toString' },
  { type: 'clear' },
  { type: 'queueSelected' },
  { type: 'formatBody', body: '{}' },
  { type: 'checkBody', requestId: 1 },
  { type: 'copy', text: 7 },
  { type: 'send', requestId: '1', params: { queueArn: 'arn', body: 'x' } },
  { type: 'send', requestId: 1, params: { queueArn: 'arn' } },
  { type: 'send', requestId: 1, params: { queueArn: 'arn', body: 'x', attributes: [{ name: 'a' }] } },
  { type: 'send', requestId: 1, params: { queueArn: 'arn', body: 'x', delaySeconds: Number.NaN } },
];
const BAD_TRACE = [
  [],
  { type: 'send' },
  { type: 'refill', afterSequence: 1 },
  { type: 'refill', afterSequence: 0.5, beforeSequence: 2 },
  { type: 'loadBody', queueArn: 'arn' },
  { type: 'sendAgain', queueArn: 'arn', draft: { body: 7 } },
];

const LOAD_DRAFT = {
  queueArn: 'arn',
  rate: '100',
  shape: 'steady',
  duration: '',
  size: '',
  template: '',
  connections: '',
  groups: '',
  attributes: '',
};
const BAD_LOAD = [
  { type: 'send' },
  { type: 'start' },
  { type: 'start', draft: { ...LOAD_DRAFT, rate: 100 } },
  { type: 'start', draft: { ...LOAD_DRAFT, template: undefined } },
];

describe('messages from webviews', () => {
  it('are taken from the panel of load tests when they have the shape of one', () => {
    const start = { type: 'start', draft: LOAD_DRAFT };
    assert.deepEqual(readLoadMessage(start), start);
    for (const message of BAD_LOAD)
      assert.equal(readLoadMessage(message), undefined, JSON.stringify(message));
  });

  for (const message of GOOD_COMPOSER) {
    it(`takes ${JSON.stringify(message)}`, () => assert.deepEqual(readComposerMessage(message), message));
  }
  for (const message of BAD_COMPOSER) {
    it(`ignores ${JSON.stringify(message)} of a composer`, () =>
      assert.equal(readComposerMessage(message), undefined));
  }
  for (const message of BAD_TRACE) {
    it(`ignores ${JSON.stringify(message)} of a trace`, () =>
      assert.equal(readTraceMessage(message), undefined));
  }
});

describe('failures for webviews', () => {
  it('keep the code and parameter of the service', () => {
    const error = Object.assign(new Error('no'), {
      data: { code: 'InvalidParameterValue', parameter: 'DelaySeconds' },
    });
    assert.deepEqual(describeFailure(error), {
      message: 'no',
      code: 'InvalidParameterValue',
      parameter: 'DelaySeconds',
    });
  });

  it('survive errors of any shape', () => {
    assert.deepEqual(describeFailure('closed'), { message: 'closed' });
    assert.deepEqual(describeFailure(Object.assign(new Error('no'), { data: { code: 7 } })), {
      message: 'no',
    });
  });
});

describe('page of a webview', () => {
  const parts = {
    cspSource: 'https://source',
    nonce: 'abc',
    title: 'Queue trace',
    scriptUrls: ['https://source/elements.js', 'https://source/trace.js'],
    codiconUrl: 'https://source/codicon.css',
    styleUrls: ['https://source/runtime.css', 'https://source/trace.css'],
    language: 'en',
  };

  it('has no texts in English, which the bundle has', () => {
    assert.doesNotMatch(renderPageHtml(parts), /id="texts"/u);
  });

  it('has the texts of another language, which cannot end their element', () => {
    const texts = { Sent: 'Gesendet </script><script>' };
    const html = renderPageHtml({ ...parts, language: 'de', texts });
    assert.match(html, /<html lang="de">/u);
    const data = /<script type="application\/json" id="texts">(?<data>.*?)<\/script>/u.exec(html)?.groups?.[
      'data'
    ];
    assert.deepEqual(JSON.parse(data ?? ''), texts);
  });

  it('lets in nothing but its own bundle', () => {
    const html = renderPageHtml(parts);
    const policy = /Content-Security-Policy" content="(?<policy>[^"]*)"/u.exec(html)?.groups?.['policy'];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc'; style-src https://source 'nonce-abc'; font-src https://source",
    );
    assert.doesNotMatch(html, /<script(?![^>]*nonce="abc")|\son\w+=|\sstyle=/u);
  });
});
