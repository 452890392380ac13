import { batch, computed, signal } from '@preact/signals';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { BrokerView, HostToLoad, LoadDraft, LoadRunView, LoadToHost } from '../protocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { EMPTY_DRAFT, findLoadProblems, restoreLoadDraft } from './loadRules.ts';

export type LoadStore = ReturnType<typeof createLoadStore>;

/** The state of the load test's panel, and everything that can be done to it. */
export function createLoadStore(channel: HostChannel<HostToLoad, LoadToHost>) {
  const restored = restoreLoadDraft(channel.readState());
  const draft = signal<LoadDraft>(restored ?? EMPTY_DRAFT);
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly QueueSummary[]>([]);
  const run = signal<LoadRunView | undefined>(undefined);
  const queue = computed(() => queues.value.find(({ arn }) => arn === draft.value.queueArn));
  const problems = computed(() => findLoadProblems(draft.value));
  const isRunning = computed(() => run.value !== undefined && run.value.state !== 'ended');
  const canStart = computed(
    () =>
      !isRunning.value &&
      queue.value !== undefined &&
      broker.value?.kind === 'running' &&
      Object.keys(problems.value).length === 0,
  );

  function change(part: Partial<LoadDraft>): void {
    draft.value = { ...draft.value, ...part };
    channel.saveState(draft.value);
  }

  function selectQueue(queueArn: string): void {
    if (queueArn === draft.value.queueArn) return;
    change({ queueArn });
    channel.post({ type: 'queueSelected', queueArn });
  }

  function setQueues(next: readonly QueueSummary[]): void {
    queues.value = next;
    const only = next[0];
    if (draft.value.queueArn === '' && only !== undefined) selectQueue(only.arn);
  }

  function receive(message: HostToLoad): void {
    switch (message.type) {
      case 'initialize':
        broker.value = message.broker;
        if (restored === undefined && message.draft !== undefined) change(message.draft);
        if (message.queueArn !== undefined) selectQueue(message.queueArn);
        else if (draft.value.queueArn !== '')
          channel.post({ type: 'queueSelected', queueArn: draft.value.queueArn });
        setQueues(message.queues);
        return;
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'queuesChanged':
        setQueues(message.queues);
        return;
      case 'selectQueue':
        selectQueue(message.queueArn);
        return;
      case 'runChanged':
        run.value = message.run;
        return;
      case 'templatePicked':
        change({ template: message.path });
        return;
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    draft,
    broker,
    queues,
    queue,
    run,
    problems,
    isRunning,
    canStart,
    change,
    selectQueue,
    start: () => {
      if (canStart.value) channel.post({ type: 'start', draft: draft.value });
    },
    stop: () => channel.post({ type: 'stop' }),
    pickTemplate: () => channel.post({ type: 'pickTemplate' }),
    createQueue: () => channel.post({ type: 'createQueue' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
