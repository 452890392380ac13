import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RecentValues } from '../../../extension/remote/recentValues.ts';

describe('What this window changed a moment ago', () => {
  const BEFORE = {
    attributes: { VisibilityTimeout: '30', MessageRetentionPeriod: '60', Policy: '{}' },
    tags: { team: 'a' },
  };

  function change() {
    let now = 0;
    const recent = new RecentValues(() => now);
    recent.note('arn', 'attributes', BEFORE, {
      VisibilityTimeout: '45',
      MessageRetentionPeriod: '90',
      Policy: '',
    });
    recent.note('arn', 'tags', BEFORE, { team: undefined, owner: 'b' });
    return { recent, setNow: (next: number) => (now = next) };
  }

  it('is shown in place of the former values, which the service may return for a while', () => {
    assert.deepEqual(change().recent.correct('arn', BEFORE), {
      attributes: { VisibilityTimeout: '45', MessageRetentionPeriod: '90' },
      tags: { owner: 'b' },
    });
  });

  it('is not shown for values that are neither the former nor the new ones', () => {
    const others = {
      attributes: { VisibilityTimeout: '99', MessageRetentionPeriod: '60', Policy: '{"a":1}' },
      tags: { team: 'z', owner: 'y' },
    };
    assert.deepEqual(change().recent.correct('arn', others), {
      attributes: { VisibilityTimeout: '99', MessageRetentionPeriod: '90', Policy: '{"a":1}' },
      tags: { team: 'z', owner: 'y' },
    });
  });

  it('counts for a minute, of the retention period for 15', () => {
    const { recent, setNow } = change();
    setNow(60_000);
    assert.deepEqual(recent.correct('arn', BEFORE), {
      attributes: { ...BEFORE.attributes, MessageRetentionPeriod: '90' },
      tags: BEFORE.tags,
    });
    setNow(900_000);
    assert.deepEqual(recent.correct('arn', BEFORE), BEFORE);
  });

  it('is not shown for another queue', () => {
    assert.deepEqual(change().recent.correct('other', BEFORE), BEFORE);
  });
});
