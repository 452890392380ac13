import { batch, computed, signal } from '@preact/signals';
import { isSettable, type SettableAttribute } from '../../broker/api/queueAttributes.ts';
import type { QueueProblem } from '../../broker/protocol/queue.ts';
import type { BrokerView, RequestFailure } from '../protocol.ts';
import type {
  ApplyOutcome,
  EditedQueue,
  EditorStart,
  HostToQueueEditor,
  KnownQueue,
  QueueEditorToHost,
  WantedField,
} from '../queueEditorProtocol.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import { type ChangeRow, listChanges, type QueueValues } from './changes.ts';
import { writeDefinition } from './definitionText.ts';
import { completeName, makeApply, makeDraft, makeTag, revertTag, valuesOf } from './draft.ts';
import {
  findFormProblems,
  findTagProblems,
  placeFailure,
  placeProblems,
  type Problems,
} from './formRules.ts';
import { mergeChanges } from './meanwhile.ts';
import {
  fillAttribute,
  fillForm,
  fillTags,
  newForm,
  type QueueForm,
  readForm,
  readTags,
  type TagRow,
} from './queueForm.ts';
import { restoreDraft } from './savedDraft.ts';
import { DEFAULT_MAXIMUM_BYTES, defaultSettings, listChanged, type Settings } from './settings.ts';

const CHECK_AFTER_MS = 300;

/** What the broker found in a form. */
interface Checked {
  readonly form: QueueForm;
  readonly problems: readonly QueueProblem[];
  readonly messagesLost: number;
}

/** What came of Apply. */
export type EditorOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'changedMeanwhile' }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

export type EditorStore = ReturnType<typeof createEditorStore>;

/** The state of the queue editor, and everything that can be done to it. One for each page. */
export function createEditorStore(channel: HostChannel<HostToQueueEditor, QueueEditorToHost>) {
  const restored = restoreDraft(channel.readState());
  const start = signal<EditorStart | undefined>(undefined);
  const broker = signal<BrokerView | undefined>(undefined);
  const queues = signal<readonly KnownQueue[]>([]);
  /** The queue as it was read last; undefined: one to create. */
  const base = signal<EditedQueue | undefined>(restored?.base);
  const form = signal<QueueForm>(restored?.form ?? newForm('standard', DEFAULT_MAXIMUM_BYTES));
  /** Whether there is something to show: read, restored, or to be created. */
  const hasForm = signal(restored !== undefined);
  const isGone = signal(false);
  /** What others changed since the user began. */
  const theirs = signal<readonly ChangeRow[]>([]);
  const conflicts = signal<readonly SettableAttribute[]>([]);
  const checked = signal<Checked | undefined>(undefined);
  const applying = signal<{ readonly requestId: number; readonly form: QueueForm } | undefined>(undefined);
  const outcome = signal<EditorOutcome | undefined>(undefined);
  /** The field to turn to, once it is drawn. */
  const wantedField = signal<{ readonly attribute: string } | undefined>(undefined);
  let checkTimer: ReturnType<typeof setTimeout> | undefined;
  let checking: { readonly requestId: number; readonly form: QueueForm } | undefined;
  let lastRequestId = 0;

  const maximumBytes = computed(() => start.value?.maximumMessageBytes ?? DEFAULT_MAXIMUM_BYTES);
  const isNew = computed(() => base.value === undefined);
  const from = computed((): QueueValues => valuesOf(base.value, form.value.kind, maximumBytes.value));
  const to = computed((): QueueValues => {
    const { settings } = from.value;
    return { settings: readForm(form.value, settings), tags: readTags(form.value) };
  });
  const changes = computed(() => listChanges(from.value, to.value));
  const formProblems = computed(() => findFormProblems(form.value, maximumBytes.value));
  const tagProblems = computed(() => findTagProblems(form.value.tags));
  const problems = computed((): Problems => {
    const found = checked.value?.form === form.value ? checked.value.problems : [];
    return {
      ...placeProblems(found, form.value),
      ...(outcome.value?.kind === 'failed' ? placeFailure(outcome.value.failure) : {}),
      ...formProblems.value,
    };
  });
  const mistakeCount = computed(
    () =>
      Object.keys(problems.value).length +
      tagProblems.value.filter((each) => Object.keys(each).length > 0).length,
  );
  const canApply = computed(
    () =>
      hasForm.value &&
      !isGone.value &&
      applying.value === undefined &&
      mistakeCount.value === 0 &&
      (isNew.value ? form.value.name.trim() !== '' : changes.value.length > 0) &&
      (start.value?.connectionName !== undefined || broker.value?.kind === 'running'),
  );

  function change(part: Partial<QueueForm>): void {
    batch(() => {
      form.value = { ...form.value, ...part };
      outcome.value = undefined;
      // What the user has looked at and goes on from is no longer news.
      conflicts.value = conflicts.value.filter((name) =>
        listChanged(from.value.settings, to.value.settings).includes(name),
      );
    });
    save();
    checkSoon();
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
    const { value } = base;
    const address = start.value?.address;
    channel.saveState({
      form: form.value,
      ...(value === undefined ? {} : { base: value }),
      ...(address === undefined ? {} : { address }),
    });
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
    const draft = makeDraft(form.value, from.value, to.value, isNew.value);
    applying.value = { requestId, form: form.value };
    outcome.value = undefined;
    if (base.value === undefined) {
      channel.post({ type: 'create', requestId, name: completeName(form.value), draft });
    } else channel.post(makeApply(requestId, draft, base.value, to.value));
  }

  /** Puts a value back that Apply would change. */
  function revert({ id }: ChangeRow): void {
    if (isSettable(id)) change(fillAttribute(form.value, id, from.value.settings));
    else change({ tags: revertTag(form.value.tags, id.replace(/^tag /, ''), from.value) });
  }

  function take(read: EditedQueue | 'gone'): void {
    if (read === 'gone') {
      isGone.value = true;
      return;
    }
    isGone.value = false;
    const before = base.value;
    if (before === undefined || !hasForm.value) {
      base.value = read;
      const { settings, tags } = valuesOf(read, form.value.kind, maximumBytes.value);
      form.value = fillForm(read.name, read.kind, settings, tags);
      hasForm.value = true;
    } else {
      const now = valuesOf(read, form.value.kind, maximumBytes.value);
      const hadChanges = changes.value.length > 0 || mistakeCount.value > 0;
      const merged = mergeChanges(form.value, from.value, now);
      base.value = read;
      form.value = merged.form;
      if (merged.theirs.length > 0) {
        theirs.value = hadChanges ? merged.theirs : [];
        conflicts.value = merged.conflicts;
      }
    }
    save();
    checkSoon();
  }

  function finish(result: ApplyOutcome): void {
    const sent = applying.value?.form;
    applying.value = undefined;
    if (result.kind === 'failed') {
      outcome.value = result;
      return;
    }
    if (result.kind === 'applied') {
      theirs.value = [];
      conflicts.value = [];
      // Else something was typed meanwhile, and is to be kept.
      if (sent === form.value) hasForm.value = false;
    }
    take(result.queue);
    outcome.value = { kind: result.kind };
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
        queues.value = message.queues;
        if (message.queue === 'create') {
          if (!hasForm.value) form.value = newForm('standard', maximumBytes.value);
          hasForm.value = true;
          base.value = undefined;
        } else if (message.queue !== undefined) take(message.queue);
        if (message.field !== undefined) turnTo(message.field);
        return;
      case 'queueRead':
        take(message.queue);
        return;
      case 'brokerChanged':
        broker.value = message.broker;
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
        if (message.requestId === applying.value?.requestId) finish(message.outcome);
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
    theirs,
    conflicts,
    changes,
    problems,
    tagProblems,
    mistakeCount,
    /** The part of the policy that the broker would reject. */
    policyPlace: computed(() =>
      checked.value?.form === form.value
        ? checked.value.problems.find(({ parameter }) => parameter === 'Policy')?.place
        : undefined,
    ),
    canApply,
    outcome,
    maximumBytes,
    wantedField,
    connectionName: computed(() => start.value?.connectionName),
    current: computed(() => from.value.settings),
    messagesLost: computed(() => (checked.value?.form === form.value ? checked.value.messagesLost : 0)),
    isApplying: computed(() => applying.value !== undefined),
    change,
    changeName,
    changeKind,
    addTag: () => change({ tags: [...form.value.tags, makeTag(form.value.tags)] }),
    changeTag: (key: number, part: Partial<Omit<TagRow, 'key'>>) =>
      change({ tags: form.value.tags.map((row) => (row.key === key ? { ...row, ...part } : row)) }),
    removeTag: (key: number) => change({ tags: form.value.tags.filter((row) => row.key !== key) }),
    takeTheirs: (name: SettableAttribute) => change(fillAttribute(form.value, name, from.value.settings)),
    dismissTheirs: () => {
      theirs.value = [];
    },
    proposePolicy: () => change({ policy: examplePolicy(base.value?.arn) }),
    revert,
    revertAll: () => {
      const { settings, tags } = from.value;
      change({ ...fillForm(form.value.name, form.value.kind, settings, {}), tags: fillTags(tags) });
    },
    apply,
    startBroker: () => channel.post({ type: 'startBroker' }),
    showLog: () => channel.post({ type: 'showLog' }),
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

/** Lets any other account send to the queue. */
function examplePolicy(arn = '*'): string {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
}

/** Of the other type of queue only what this type has, too. */
function onlyKnown(settings: Settings, known: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in known));
}
