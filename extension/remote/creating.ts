import * as l10n from '@vscode/l10n';
import { dropEmptyPolicies } from '../../broker/engine/operations/createQueue.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import { type RemoteContext, unwrap } from './remoteContext.ts';

/** Creating queues by the service, which checks the rest. */
export function createCreating(context: RemoteContext): Capabilities['create'] {
  return async ({ name, attributes = {}, tags = {} }, question) => {
    const { queues } = context;
    const gate = context.getGate();
    // The service returns a queue that exists with the same attributes, which is not what the user wants.
    const isTaken =
      queues.findByName(name) !== undefined ||
      (!queues.isWhole && (await gate.call('GetQueueUrl', { QueueName: name })).ok);
    if (isTaken) {
      throw Object.assign(new Error(l10n.t('A queue named {0} already exists.', name)), {
        data: { parameter: 'QueueName' },
      });
    }
    const { QueueUrl = '' } = unwrap(
      await gate.call(
        'CreateQueue',
        {
          QueueName: name,
          Attributes: dropEmptyPolicies(attributes),
          ...(Object.keys(tags).length > 0 && { tags }),
        },
        question === undefined ? {} : { batch: question },
      ),
    );
    const created = queues.addCreated(QueueUrl);
    if (created === undefined)
      throw new Error(l10n.t('This is not the URL of a queue: {0}', QueueUrl.slice(0, 300)));
    return created;
  };
}
