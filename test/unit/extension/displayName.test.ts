import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

describe('the name of the extension', () => {
  const { displayName = '' } = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

  it('has the word that people search for', () => assert.match(displayName, /\bAmazon SQS\b/));

  it('is a short name and no sentence: each notification ends with it', () => {
    assert.ok(displayName.length <= 25, displayName);
    assert.doesNotMatch(displayName, /[:.,]/);
  });
});
