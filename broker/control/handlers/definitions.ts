import type { Queue } from '../../engine/queue.ts';
import { succeed } from '../../engine/result.ts';
import { notFound } from '../answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handlers.ts';

export function createDefinitionsHandlers({
  engine,
  info,
}: ControlServices): HandlersOf<'planDefinitions' | 'applyDefinitions' | 'writeDefinitions'> {
  // Loaded at the first use: most brokers never need the parser, and each would start later for it.
  const load = () => import('../../definitions/definitions.ts');
  return {
    planDefinitions: async ({ text }) => {
      const { planText } = await load();
      return succeed(planText(engine, info(), text));
    },
    applyDefinitions: async ({ text }) => {
      const { applyText } = await load();
      return succeed(applyText(engine, info(), text));
    },
    writeDefinitions: async ({ queueArns }) => {
      const { writeQueues } = await import('../../definitions/write.ts');
      const { account, region } = info();
      if (queueArns === undefined) {
        return succeed({ text: writeQueues(engine, info(), engine.listQueues(region, account)) });
      }
      const queues: Queue[] = [];
      for (const arn of queueArns) {
        const queue = engine.findByArn(arn);
        if (queue === undefined) return notFound(`queue ${arn}`);
        queues.push(queue);
      }
      return succeed({ text: writeQueues(engine, info(), queues) });
    },
  };
}
