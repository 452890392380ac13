import assert from 'node:assert/strict';
import { findRoute } from '../../../broker/lambda/route.ts';

const MAPPINGS = '/2015-03-31/event-source-mappings';

describe('The operation of a request to Lambda', () => {
  for (const [method, path, operation, members] of [
    ['GET', `${MAPPINGS}/91eaeb7e`, 'GetEventSourceMapping', { UUID: '91eaeb7e' }],
    ['GET', `${MAPPINGS}/91eaeb7e/`, 'GetEventSourceMapping', { UUID: '91eaeb7e' }],
    ['DELETE', `${MAPPINGS}/91eaeb7e/`, 'DeleteEventSourceMapping', { UUID: '91eaeb7e' }],
    ['GET', MAPPINGS, 'ListEventSourceMappings', {}],
    ['GET', `${MAPPINGS}/?MaxItems=5`, 'ListEventSourceMappings', { MaxItems: '5' }],
    ['GET', '/2017-03-31/tags/arn%3Aaws%3Alambda/', 'ListTags', { Resource: 'arn:aws:lambda' }],
  ] as const) {
    it(`is ${operation} for ${method} ${path}`, () => {
      const route = findRoute(method, path);
      assert.equal(route?.operation, operation);
      assert.deepEqual(route?.members, members);
    });
  }

  it('is none for another path', () => {
    assert.equal(findRoute('GET', '/2015-03-31/layers'), undefined);
  });
});
