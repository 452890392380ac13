import { readOwn } from '../../broker/protocol/ownValue.ts';
import { batch, computed, signal } from '@preact/signals';
import { isSettable } from '../../broker/api/queueAttributes.ts';
import type { QueueProblem } from '../../broker/protocol/queue.ts';
import type { BrokerView, PlaceView, RequestFailure } from '../protocol.ts';
import type {
  ApplyOutcome,
  EditedQueue,
  EditorStart,
  HostToQueueEditor,
  KnownQueue,
  QueueEditorToHost,
  WantedField,
} from '../queueEditorProtocol.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { type ChangeRow, listChanges, type QueueValues, TAG_ID } from './changes.ts';
import { writeDefinition } from './definitionText.ts';
import { makeApply, makeDraft, makeTag, valuesOf } from './draft.ts';
import { createEditorProblems } from './editorProblems.ts';
import { addNews, listIds, mergeChanges, NO_NEWS, type News, putTag } from './meanwhile.ts';
import { examplePolicy } from './policyExample.ts';
import {
  completeName,
  fillAttribute,
  fillForm,
  fillTags,
  newForm,
  type QueueForm,
  readForm,
  readTags,
  type TagRow,
} from './queueForm.ts';
import { restoreDraft, writeDraft } from './savedDraft.ts';
import { DEFAULT_MAXIMUM_BYTES, defaultSettings, onlyKnown, type Settings } from './settings.ts';

const CHECK_AFTER_MS = 300;

/** What the broker found in a form. */
interface Checked {
  readonly form: QueueForm;
  readonly problems: readonly QueueProblem[];
  readonly messagesLost: number;
}

/** What Apply was asked for. */
interface Sent {
  readonly form: QueueForm;
  readonly values: QueueValues;
  /** Ids of the values that it changes. */
  readonly own: ReadonlySet<string>;
}

/** What came of Apply. */
export type EditorOutcome =
  | { readonly kind: 'applied' | 'created' | 'changedMeanwhile' }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

export type EditorStore = ReturnType<typeof createEditorStore>;

/** The state of the queue editor, and everything that can be done to it. One for each page. */
export function createEditorStore(channel: HostChannel<HostToQueueEditor, QueueEditorToHost>) {
  const restored = restoreDraft(channel.readState());
  const start = signal<EditorStart | undefined>(undefined);
  const place = signal<PlaceView | undefined>(undefined);
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly KnownQueue[]>([]);
  /** The queue as it was read last; undefined: one to create. */
  const base = signal<EditedQueue | undefined>(restored?.base);
  const form = signal<QueueForm>(restored?.form ?? newForm('standard', DEFAULT_MAXIMUM_BYTES));
  /** Whether there is something to show: read, restored, or to be created. */
  const hasForm = signal(restored !== undefined);
  const isGone = signal(false);
  const news = signal<News>(restored?.news ?? NO_NEWS);
  const checked = signal<Checked | undefined>(undefined);
  const applying = signal<(Sent & { readonly requestId: number }) | undefined>(undefined);
  const outcome = signal<EditorOutcome | undefined>(undefined);
  /** The field to turn to, once it is drawn. */
  const wantedField = signal<{ readonly attribute: string } | undefined>(undefined);
  let checkTimer: ReturnType<typeof setTimeout> | undefined;
  let checking: { readonly requestId: number; readonly form: QueueForm } | undefined;
  let lastRequestId = 0;
  /** Whether it was asked to apply or create something. */
  let hasAsked = false;

  const maximumBytes = computed(() => start.value?.maximumMessageBytes ?? DEFAULT_MAXIMUM_BYTES);
  const isNew = computed(() => base.value === undefined);
  const from = computed((): QueueValues => valuesOf(base.value, form.value.kind, maximumBytes.value));
  const to = computed((): QueueValues => {
    const { settings } = from.value;
    return { settings: readForm(form.value, settings), tags: readTags(form.value) };
  });
  const changes = computed(() => listChanges(from.value, to.value));
  const found = computed(() => (checked.value?.form === form.value ? checked.value.problems : []));
  const refusal = computed(() => (outcome.value?.kind === 'failed' ? outcome.value.failure : undefined));
  const all = createEditorProblems({ form, isNew, maximumBytes, found, refusal });
  const { mistakeCount } = all;
  const canApply = computed(
    () =>
      hasForm.value &&
      !isGone.value &&
      applying.value === undefined &&
      all.isApplicable.value &&
      (isNew.value ? form.value.name.trim() !== '' : changes.value.length > 0) &&
      (place.value === undefined ? broker.value?.kind === 'running' : place.value.state === 'open'),
  );

  function change(part: Partial<QueueForm>): void {
    batch(() => {
      form.value = { ...form.value, ...part };
      outcome.value = undefined;
      dropSettled();
    });
    save();
    checkSoon();
  }

  /** A value that the form has like the queue is no conflict any more. */
  function dropSettled(): void {
    const differing = listIds(from.value, to.value);
    const conflicts = news.value.conflicts.filter((id) => differing.has(id));
    news.value = { ...news.value, conflicts };
  }

  function changeName(typed: string): void {
    const isFifo = typed.trim().endsWith('.fifo');
    if (isFifo && form.value.kind !== 'fifo') changeKind('fifo', typed);
    else change({ name: typed });
  }

  function changeKind(kind: QueueForm['kind'], name = form.value.name): void {
    const { settings } = to.value;
    const defaults = defaultSettings(kind, maximumBytes.value);
    // A dead-letter queue is of the same type.
    const next: Settings = { ...defaults, ...onlyKnown(settings, defaults), RedrivePolicy: '' };
    change({
      ...fillForm(kind === 'fifo' ? name : name.replace(/\.fifo$/, ''), kind, next, {}),
      tags: form.value.tags,
    });
  }

  function save(): void {
    channel.saveState(writeDraft({ form: form.value, base: base.value, news: news.value }, start.value));
  }

  function checkSoon(): void {
    clearTimeout(checkTimer);
    checkTimer = setTimeout(check, CHECK_AFTER_MS);
  }

  function check(): void {
    if (isGone.value || !hasForm.value) return;
    lastRequestId += 1;
    checking = { requestId: lastRequestId, form: form.value };
    const draft = makeDraft(form.value, from.value, to.value, isNew.value);
    channel.post({
      type: 'check',
      requestId: lastRequestId,
      ...(isNew.value ? { name: completeName(form.value) } : {}),
      attributes: draft.attributes,
      tags: to.value.tags,
    });
  }

  function apply(): void {
    if (!canApply.value) return;
    lastRequestId += 1;
    const requestId = lastRequestId;
    hasAsked = true;
    const draft = makeDraft(form.value, from.value, to.value, isNew.value);
    applying.value = { requestId, form: form.value, values: to.value, own: listIds(from.value, to.value) };
    outcome.value = undefined;
    if (base.value === undefined) {
      channel.post({ type: 'create', requestId, name: completeName(form.value), draft });
    } else channel.post(makeApply(requestId, draft, base.value, to.value));
  }

  /** Puts a value back that Apply would change. */
  function revert({ id }: Pick<ChangeRow, 'id'>): void {
    if (isSettable(id)) change(fillAttribute(form.value, id, from.value.settings));
    else {
      const key = id.slice(TAG_ID.length);
      change({ tags: putTag(form.value.tags, key, readOwn(from.value.tags, key)) });
    }
  }

  /** @param sent what Apply has just done: the user goes on from there */
  function take(read: EditedQueue | 'gone', sent?: Sent): void {
    if (read === 'gone') {
      isGone.value = true;
      return;
    }
    isGone.value = false;
    const began = sent?.values ?? (base.value === undefined ? undefined : from.value);
    const now = valuesOf(read, read.kind, maximumBytes.value);
    if (began === undefined || !hasForm.value || form.value.kind !== read.kind) {
      form.value = fillForm(read.name, read.kind, now.settings, now.tags);
      hasForm.value = true;
      base.value = read;
    } else {
      const hadChanges = changes.value.length > 0 || mistakeCount.value > 0;
      const merged = mergeChanges(form.value, began, now);
      base.value = read;
      form.value = { ...merged.form, name: read.name };
      if (merged.theirs.length > 0)
        news.value = hadChanges ? addNews(news.value, merged.conflicts, began, now, sent?.own) : NO_NEWS;
      dropSettled();
    }
    save();
    checkSoon();
  }

  function finish(result: ApplyOutcome): void {
    const sent = applying.value;
    const wasNew = isNew.value;
    applying.value = undefined;
    if (result.kind === 'failed') {
      outcome.value = result;
      return;
    }
    const isApplied = result.kind === 'applied';
    if (isApplied) {
      news.value = NO_NEWS;
      // Else something was typed meanwhile, and is to be kept.
      if (sent?.form === form.value) hasForm.value = false;
    }
    take(result.queue, isApplied ? sent : undefined);
    outcome.value = { kind: wasNew && isApplied ? 'created' : result.kind };
  }

  function turnTo({ attribute, value }: WantedField): void {
    if (value !== undefined && isSettable(attribute))
      change(fillAttribute(form.value, attribute, { ...to.value.settings, [attribute]: value }));
    wantedField.value = { attribute };
  }

  function receive(message: HostToQueueEditor): void {
    switch (message.type) {
      case 'initialize':
        start.value = message;
        broker.value = message.broker;
        place.value = message.place;
        queues.value = message.queues;
        if (message.queue === 'create') {
          if (!hasForm.value) form.value = newForm('standard', maximumBytes.value);
          hasForm.value = true;
          base.value = undefined;
          save();
        } else if (message.queue !== undefined) take(message.queue);
        if (message.field !== undefined) turnTo(message.field);
        return;
      case 'queueRead':
        take(message.queue);
        return;
      case 'brokerChanged':
        broker.value = message.broker;
        return;
      case 'placeChanged':
        place.value = message.place;
        return;
      case 'queuesChanged':
        queues.value = message.queues;
        return;
      case 'showField':
        turnTo(message.field);
        return;
      case 'checked':
        if (message.requestId === checking?.requestId) checked.value = { ...message, form: checking.form };
        return;
      case 'applied':
        // A page that was hidden meanwhile has applied nothing yet, and gets the answer to what it applied before.
        if (message.requestId === applying.value?.requestId || !hasAsked) finish(message.outcome);
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    broker,
    queues,
    base,
    form,
    hasForm,
    isNew,
    isGone,
    /** What others changed since the user began. */
    theirs: computed(() => news.value.theirs),
    conflicts: computed(() => news.value.conflicts),
    /** Those that Apply would make: not what is typed wrongly. */
    changes: computed(() => changes.value.filter(({ id }) => !all.wrongIds.value.has(id))),
    problems: all.problems,
    tagProblems: all.tagProblems,
    mistakeCount,
    unplaced: all.unplaced,
    /** There is something to discard. */
    isEdited: computed(() => changes.value.length > 0 || all.hasWrongValues.value),
    /** The part of the policy that the broker would reject. */
    policyPlace: computed(() => found.value.find(({ parameter }) => parameter === 'Policy')?.place),
    canApply,
    /** Of a queue to create. */
    isNameless: computed(() => isNew.value && form.value.name.trim() === ''),
    outcome,
    maximumBytes,
    wantedField,
    /** Of the queue that the editor was opened for, also when it is gone. */
    queueName: computed(() => queueNameOf(start.value?.address ?? '')),
    /** Where the queue is, if not on the local broker. */
    place,
    current: computed(() => from.value.settings),
    currentTags: computed(() => from.value.tags),
    messagesLost: computed(() => (checked.value?.form === form.value ? checked.value.messagesLost : 0)),
    isApplying: computed(() => applying.value !== undefined),
    change,
    changeName,
    changeKind,
    addTag: () => change({ tags: [...form.value.tags, makeTag(form.value.tags)] }),
    changeTag: (key: number, part: Partial<Omit<TagRow, 'key'>>) =>
      change({ tags: form.value.tags.map((row) => (row.key === key ? { ...row, ...part } : row)) }),
    removeTag: (key: number) => change({ tags: form.value.tags.filter((row) => row.key !== key) }),
    dismissTheirs: () => {
      news.value = { ...news.value, theirs: [] };
      save();
    },
    proposePolicy: () => change({ policy: examplePolicy(base.value?.arn) }),
    revert,
    revertAll: () => {
      const { settings, tags } = from.value;
      change({ ...fillForm(form.value.name, form.value.kind, settings, {}), tags: fillTags(tags) });
    },
    apply,
    connect: () => channel.post({ type: 'connect' }),
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
    createQueue: () => channel.post({ type: 'createQueue' }),
    close: () => channel.post({ type: 'close' }),
    copyDefinition: () =>
      channel.post({
        type: 'copy',
        text: writeDefinition(
          base.value?.name ?? completeName(form.value),
          form.value.kind,
          to.value,
          maximumBytes.value,
        ),
      }),
  };
}
