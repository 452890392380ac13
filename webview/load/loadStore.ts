import { batch, computed, signal } from '@preact/signals';
import type { HostToLoad, LoadDraft, LoadRunView, LoadToHost } from '../loadProtocol.ts';
import { createQueueChoice } from '../shared/queueChoice.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  EMPTY_DRAFT,
  findLoadProblems,
  type LoadProblems,
  readDraft,
  restoreLoadDraft,
  writeDraft,
} from './loadRules.ts';

export type LoadStore = ReturnType<typeof createLoadStore>;

/** The state of the load test's panel, and everything that can be done to it. */
export function createLoadStore(channel: HostChannel<HostToLoad, LoadToHost>) {
  const restored = restoreLoadDraft(channel.readState());
  const draft = signal<LoadDraft>(writeDraft(restored ?? EMPTY_DRAFT));
  const run = signal<LoadRunView | undefined>(undefined);
  const choice = createQueueChoice(channel, {
    read: () => (draft.value.queueArn === '' ? undefined : draft.value.queueArn),
    write: (queueArn) => change({ queueArn }),
  });
  const isRunning = computed(() => run.value !== undefined && run.value.state !== 'ended');
  const problems = computed<LoadProblems>(() => (isRunning.value ? {} : findLoadProblems(draft.value)));
  /** How many fields keep a test from being started. */
  const mistakeCount = computed(() => Object.keys(problems.value).length + (choice.isGone.value ? 1 : 0));
  /** What the form shows: while a test runs its own values, which need not be those that were typed here. */
  const shown = computed(() =>
    isRunning.value && run.value !== undefined ? writeDraft(run.value.draft) : draft.value,
  );
  const canStart = computed(
    () =>
      !isRunning.value &&
      choice.queue.value !== undefined &&
      choice.broker.value?.kind === 'running' &&
      mistakeCount.value === 0,
  );

  function change(part: Partial<LoadDraft>): void {
    draft.value = { ...draft.value, ...part };
    channel.saveState(draft.value);
  }

  function receive(message: HostToLoad): void {
    switch (message.type) {
      case 'initialize':
        if (restored === undefined && message.draft !== undefined) change(writeDraft(message.draft));
        choice.initialize(message);
        return;
      case 'runChanged':
        run.value = message.run;
        return;
      case 'draftFilled':
        change(writeDraft(message.values));
        return;
      case 'templatePicked':
        change({ template: message.path });
        return;
      default:
        choice.receive(message);
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    ...choice,
    shown,
    run,
    problems,
    mistakeCount,
    isRunning,
    canStart,
    change,
    start: () => {
      if (canStart.value) channel.post({ type: 'start', draft: readDraft(draft.value) });
    },
    stop: () => channel.post({ type: 'stop' }),
    pickTemplate: () => channel.post({ type: 'pickTemplate' }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
