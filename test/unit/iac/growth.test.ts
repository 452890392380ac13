import assert from 'node:assert/strict';
import { checkModel } from '../../../broker/iac/checks/checkModel.ts';
import { evaluate } from '../../../broker/iac/evaluate.ts';
import { readApplication } from '../../../broker/iac/readApplication.ts';
import { readSource } from '../../../broker/iac/readSource.ts';
import { World } from '../../../broker/iac/world.ts';
import { readTemplate, STACK } from '../../support/iac/readText.ts';
import { largeTemplate } from '../../support/iac/largeTemplate.ts';

/** Reads a template with so many queues, each with a dead-letter queue and a function, and counts what is done. */
function countWork(queues: number): {
  readonly steps: number;
  readonly reads: number;
  readonly found: number;
} {
  const source = readSource('template.yaml', largeTemplate(queues));
  let steps = 0;
  let reads = 0;
  const world = new World(
    STACK,
    (bound) => {
      steps++;
      return evaluate(bound);
    },
    () => {
      reads++;
      return source;
    },
  );
  const model = readApplication('template.yaml', world);
  return { steps, reads, found: model.queues.length + model.functions.length + model.mappings.length };
}

/** Counts what is read of a model while it is checked. */
async function countReads(queues: number): Promise<number> {
  let reads = 0;
  const follow = <T>(value: T): T =>
    typeof value === 'object' && value !== null
      ? new Proxy(value, {
          get: (target, name, receiver) => {
            reads++;
            const found: unknown = Reflect.get(target, name, receiver);
            return typeof found === 'function' ? found : follow(found);
          },
        })
      : value;
  const findings = checkModel(follow(await readTemplate(largeTemplate(queues))));
  assert.equal(findings.length, queues);
  return reads;
}

describe('The work of checking a template', () => {
  it('grows as its queues do', async () => {
    const once = await countReads(100);
    const twice = await countReads(200);
    const again = await countReads(400);
    assert.equal(again - twice, 2 * (twice - once));
    assert.ok(once / 100 < 1000, String(once));
  });
});

describe('The work of reading a template', () => {
  it('is once for its text, whatever is in it', () => {
    const { reads, found } = countWork(200);
    assert.deepEqual({ reads, found }, { reads: 1, found: 800 });
  });

  it('grows as its queues do', () => {
    const [once, twice, again] = [100, 200, 400].map((queues) => countWork(queues).steps) as [
      number,
      number,
      number,
    ];
    assert.equal(again - twice, 2 * (twice - once));
    // A few values for each of the four things, and not one for each pair of them.
    assert.ok(once / 100 < 100);
  });
});
