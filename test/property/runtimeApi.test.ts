import fc from 'fast-check';
import { EnvironmentWorld, PLACES, STEP_NAMES } from '../support/runtimeApi/environmentWorld.ts';

const step = fc.record({
  name: fc.constantFrom(...STEP_NAMES),
  place: fc.nat({ max: PLACES - 1 }),
  // As a rule, the invocation that was handed over last.
  of: fc.constantFrom(0, 0, 0, 1, 2),
});

describe('The environment of a function, called in any order by several connections', function () {
  this.timeout(30 * 60_000);

  it('has one invocation at a time, gives each once, and loses none', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const world = new EnvironmentWorld();
        for (const { name, place, of } of steps) world.steps[name](place, of);
        world.runRest();
      }),
      { numRuns: Number(process.env['QUEUESIDE_HISTORIES'] ?? 5000) },
    );
  });
});
