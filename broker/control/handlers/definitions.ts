import * as l10n from '@vscode/l10n';
import type { Queue } from '../../engine/state/queue.ts';
import { succeed } from '../../engine/base/result.ts';
import { DEFAULT_SOURCE } from '../../protocol/definitions.ts';
import { notFound } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createDefinitionsHandlers({
  engine,
  faults,
  buckets,
  alarms,
  pools,
  functions,
  info,
}: ControlServices): HandlersOf<
  'planDefinitions' | 'applyDefinitions' | 'compareDefinitions' | 'writeDefinitions'
> {
  const target = { engine, faults, alarms, buckets, pools, functions };
  // Loaded at the first use: most brokers never need the parser, and each would start later for it.
  const load = () => import('../../definitions/definitions.ts');
  return {
    planDefinitions: async ({ text, ...origin }) => {
      const { planText } = await load();
      return succeed(planText(target, info(), text, origin));
    },
    applyDefinitions: async ({ text, ...origin }) => {
      const { applyText } = await load();
      const applied = applyText(target, info(), text, origin);
      await buckets.settle();
      return succeed({ ...applied, warnings: buckets.warningsOf(origin.source ?? DEFAULT_SOURCE) });
    },
    compareDefinitions: async ({ files }) => {
      const { compareFiles } = await import('../../definitions/compare.ts');
      return succeed({ conflicts: compareFiles(files) });
    },
    writeDefinitions: async ({ queueArns }) => {
      const { writeQueues } = await import('../../definitions/write.ts');
      const { account, region } = info();
      if (queueArns === undefined) {
        return succeed({ text: writeQueues(target, info(), engine.listQueues(region, account)) });
      }
      const queues: Queue[] = [];
      for (const arn of queueArns) {
        const queue = engine.findByArn(arn);
        if (queue === undefined) return notFound(l10n.t('There is no queue {0}.', arn));
        queues.push(queue);
      }
      return succeed({ text: writeQueues(target, info(), queues) });
    },
  };
}
