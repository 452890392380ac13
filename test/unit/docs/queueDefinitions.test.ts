import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { planText } from '../../../broker/definitions/definitions.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';

describe('the example of the page of queue definitions', () => {
  it('can be applied as it is', () => {
    const [, text = ''] =
      /```jsonc\n([^]*?)```/.exec(readFileSync('docs/queue-definitions.md', 'utf8')) ?? [];
    const { problems, plan } = planText(
      makeDefinitionTarget(),
      { account: '000000000000', region: 'us-east-1' },
      text,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan.create.map(({ name, messageCount }) => [name, messageCount]),
      [
        ['orders', 2],
        ['orders-dead', 0],
        ['mails', 0],
        ['steps.fifo', 1],
      ],
    );
  });
});
