import assert from 'node:assert/strict';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  parseRawQuery,
} from '../../../broker/auth/canonicalRequest.ts';
import { groupHeaders } from '../../../broker/auth/request.ts';

describe('the canonical request', () => {
  const paths: readonly [string, string][] = [
    ['/', '/'],
    ['/000000000000/orders.fifo', '/000000000000/orders.fifo'],
    ['/a%20b', '/a%2520b'],
    ['/a/./b/../c//d/', '/a/c/d/'],
    ["/a'(b)*~", '/a%27%28b%29%2A~'],
    ['/..', '/'],
  ];
  for (const [path, expected] of paths) {
    it(`encodes the path ${path} twice`, () => {
      assert.equal(canonicalPath(path), expected);
    });
  }

  const queries: readonly [string, string][] = [
    ['', ''],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1', 'a=1&a=2'],
    ['a', 'a='],
    ['Message=a+b', 'Message=a%20b'],
    ['k=%7e%2a', 'k=~%2A'],
    ['a=%zz', 'a=%25zz'],
    ['a=1&X-Amz-Signature=ff', 'a=1'],
  ];
  for (const [query, expected] of queries) {
    it(`sorts and encodes the query '${query}'`, () => {
      assert.equal(canonicalQuery(parseRawQuery(query)), expected);
    });
  }

  it('collapses blanks in headers and joins the repeated', () => {
    const headers = groupHeaders(['X-A', '  one   two ', 'Host', 'h', 'x-a', 'three']);
    assert.equal(
      canonicalRequest({ method: 'GET', path: '/' }, [], headers, ['host', 'x-a'], 'hash'),
      'GET\n/\n\nhost:h\nx-a:one two,three\n\nhost;x-a\nhash',
    );
  });
});
