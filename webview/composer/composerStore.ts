import { batch, computed, signal } from '@preact/signals';
import type {
  BodyCheck,
  ComposerDraft,
  ComposerToHost,
  DraftAttribute,
  HostToComposer,
  PageQueue,
  QueueAddress,
} from '../protocol.ts';
import { type ChosenBy, createQueueChoice } from '../shared/queueChoice.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  EMPTY_DRAFT,
  isBlankDraft,
  makeAttribute,
  draftFromMessage,
  listFilledAttributes,
  makeSendParams,
  restoreDraft,
} from './draft.ts';
import { followBody } from './bodyFacts.ts';
import { chooseFormat } from './bodyFormat.ts';
import { createBodyFormatting } from './bodyFormatting.ts';
import { createEncryptedBody } from './encryptedBody.ts';
import { KeptDrafts } from './keptDrafts.ts';
import {
  describeMistakeAt,
  describePlace,
  findJsonProblem,
  type JsonProblem,
} from '../shared/jsonProblem.ts';
import { measureMessage } from './messageSize.ts';
import { createPastedBody } from './pastedBody.ts';
import { countMistakes, findDraftProblems, findFailureField } from './problems.ts';
import { addressOf } from '../shared/queueAddress.ts';
import { readOutcome, type SendOutcome } from './sendOutcome.ts';

/** The largest body of the service; used until the broker has told its own limit. */
const DEFAULT_MAXIMUM_BYTES = 1_048_576;
const SAVE_AFTER_MS = 250;
/** Whether a longer body is JSON, the host finds out in steps: reading 1 MiB in one go would hold up the panel. */
const CHECKED_HERE = 32_768;

export type ComposerStore = ReturnType<typeof createComposerStore>;

/** The composer's state, and everything that can be done to it. One per webview. */
export function createComposerStore(channel: HostChannel<HostToComposer, ComposerToHost>) {
  const saved = channel.readState();
  const draft = signal<ComposerDraft>(restoreDraft(saved));
  const kept = new KeptDrafts((saved as { readonly others?: unknown } | null | undefined)?.others);
  const outcome = signal<SendOutcome | undefined>(undefined);
  /** Why it is asked whether to send; an answer or a change ends it. */
  const doubt = signal<string | undefined>(undefined);
  /** Queue whose draft made room for that of the queue chosen now. */
  const leftoverOf = signal<string | undefined>(undefined);
  const sending = signal<{ readonly requestId: number; readonly queue: PageQueue } | undefined>(undefined);
  const fileProblem = signal<{ readonly key: number; readonly problem: string } | undefined>(undefined);
  /** Raised when the body was replaced from outside the editor. */
  const bodyRevision = signal(0);
  const filesAwaited = new Map<number, number>();
  /** What the host checks before it is sent; a change of the form ends it. */
  const checking = signal<{ readonly requestId: number; readonly body: string } | undefined>(undefined);
  let lastRequestId = 0;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;

  const choice = createQueueChoice(channel, {
    read: () => draft.value.queueArn,
    write: turnTo,
  });
  const { broker, queue } = choice;
  const maximumBytes = computed(() => {
    const connection = queue.value?.connection;
    if (connection !== undefined) return connection.maximumMessageBytes ?? DEFAULT_MAXIMUM_BYTES;
    return broker.value?.kind === 'running' ? broker.value.maximumMessageBytes : DEFAULT_MAXIMUM_BYTES;
  });
  const body = computed(() => draft.value.body);
  const { facts, finish: finishReading } = followBody(body);
  const { encryptedWith, keepPlain, takePlain } = createEncryptedBody(body);
  const { takeFormatted, ...formatting } = createBodyFormatting(body, askToFormat, replaceBody);
  const size = computed(() =>
    measureMessage(facts.value.bytes, listFilledAttributes(draft.value.attributes)),
  );
  const problems = computed(() =>
    findDraftProblems(
      draft.value,
      queue.value?.kind ?? 'standard',
      { totalBytes: size.value.totalBytes, illegalInBody: facts.value.illegal },
      maximumBytes.value,
    ),
  );
  /** How many fields show a mistake that keeps the message from being sent. */
  const mistakeCount = computed(
    () => countMistakes(problems.value, draft.value) + (choice.isGone.value ? 1 : 0),
  );
  const failure = computed(() => (outcome.value?.kind === 'failed' ? outcome.value.failure : undefined));
  const failureField = computed(() =>
    outcome.value?.kind === 'failed' && outcome.value.queueArn === draft.value.queueArn
      ? findFailureField(outcome.value.failure, queue.value?.kind ?? 'standard')
      : undefined,
  );
  const canSend = computed(
    () =>
      queue.value !== undefined &&
      problems.value.isSendable &&
      sending.value === undefined &&
      checking.value === undefined &&
      !choice.needsBroker.value,
  );

  function change(part: Partial<ComposerDraft>): void {
    batch(() => {
      draft.value = { ...draft.value, ...part };
      // It is about what was sent, not about what is being changed.
      outcome.value = undefined;
      doubt.value = undefined;
      checking.value = undefined;
      leftoverOf.value = undefined;
    });
    saveSoon();
  }

  function saveSoon(): void {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => channel.saveState({ ...draft.value, others: kept.list() }), SAVE_AFTER_MS);
  }

  function changeAttribute(key: number, part: Partial<Omit<DraftAttribute, 'key'>>): void {
    if (fileProblem.value?.key === key) fileProblem.value = undefined;
    change({
      attributes: draft.value.attributes.map((attribute) =>
        attribute.key === key ? { ...attribute, ...part } : attribute,
      ),
    });
  }

  /** Asks before it sends what is treated as JSON and is none. */
  function send(): void {
    finishReading();
    if (!canSend.value) return;
    const { format, body: text } = draft.value;
    if (chooseFormat(format, text) !== 'json') sendAnyway();
    else if (text.length <= CHECKED_HERE) sendUnlessDoubtful(text, findJsonProblem(text));
    else {
      lastRequestId += 1;
      checking.value = { requestId: lastRequestId, body: text };
      channel.post({ type: 'checkBody', ...checking.value });
    }
  }

  function takeCheck(text: string, check: BodyCheck): void {
    checking.value = undefined;
    const problem =
      check.kind === 'notJson'
        ? describeMistakeAt(text, check.at)
        : check.kind === 'unclear'
          ? findJsonProblem(text)
          : undefined;
    sendUnlessDoubtful(text, problem);
  }

  function sendUnlessDoubtful(text: string, problem: JsonProblem | undefined): void {
    if (problem === undefined) sendAnyway();
    else doubt.value = `${describePlace(text, problem.offset)}: ${problem.text}`;
  }

  function sendAnyway(): void {
    const target = queue.value;
    if (!canSend.value || target === undefined) return;
    lastRequestId += 1;
    batch(() => {
      doubt.value = undefined;
      leftoverOf.value = undefined;
      sending.value = { requestId: lastRequestId, queue: target };
      outcome.value = undefined;
    });
    channel.post({
      type: 'send',
      requestId: lastRequestId,
      params: makeSendParams(draft.value, target.arn, target.kind),
      ...(target.connection === undefined ? {} : { connectionId: target.connection.id }),
    });
  }

  /** Empties the form; the queue stays. */
  function clear(): void {
    const { queueArn } = draft.value;
    batch(() => {
      takePlain();
      fill({ ...EMPTY_DRAFT, ...(queueArn === undefined ? {} : { queueArn }) });
    });
  }

  /** Puts another draft into the form. */
  function fill(next: ComposerDraft): void {
    batch(() => {
      fileProblem.value = undefined;
      // A file that is still being read was for a row of the draft that goes.
      filesAwaited.clear();
      change(next);
      bodyRevision.value += 1;
    });
  }

  /**
   * Each queue has a draft of its own. Only a queue that has none yet, chosen in the form, gets the one that is there:
   * the message may be written before its queue is chosen.
   */
  function turnTo(queueArn: QueueAddress, chosenBy: ChosenBy): void {
    const before = draft.value;
    const own = kept.take(queueArn);
    const isLeft = before.queueArn !== undefined && !isBlankDraft(before);
    if (own === undefined && !(chosenBy === 'command' && isLeft)) {
      change({ queueArn });
      return;
    }
    batch(() => {
      kept.keep(before);
      fill(own ?? { ...EMPTY_DRAFT, queueArn });
      leftoverOf.value = isLeft ? before.queueArn : undefined;
    });
  }

  function copyLeftover(): void {
    const { queueArn } = draft.value;
    const leftover = leftoverOf.value === undefined ? undefined : kept.find(leftoverOf.value);
    if (leftover !== undefined && queueArn !== undefined) fill({ ...leftover, queueArn });
  }

  /** From outside the editor, which then shows it. */
  function replaceBody(text: string): void {
    change({ body: text });
    bodyRevision.value += 1;
  }

  function restoreBody(): void {
    const plain = takePlain();
    if (plain === undefined) return;
    change(plain);
    bodyRevision.value += 1;
  }

  function loadFile(key: number): void {
    lastRequestId += 1;
    filesAwaited.set(lastRequestId, key);
    channel.post({ type: 'loadFile', requestId: lastRequestId });
  }

  function askToFormat(text: string): number {
    lastRequestId += 1;
    channel.post({ type: 'formatBody', requestId: lastRequestId, body: text });
    return lastRequestId;
  }

  function takeSent(message: Extract<HostToComposer, { readonly type: 'sent' }>): void {
    const sent = sending.value;
    // A page that was hidden meanwhile has asked for nothing yet, and gets the answer to what it asked before.
    if (message.requestId !== sent?.requestId && lastRequestId > 0) return;
    const target = choice.queues.value.find((each) => addressOf(each) === message.queueArn);
    outcome.value = readOutcome(message, sent?.queue ?? target);
    sending.value = undefined;
  }

  function receive(message: HostToComposer): void {
    switch (message.type) {
      case 'initialize': {
        const { draft: wanted } = message;
        choice.initialize(message);
        const { queueArn } = draft.value;
        if (wanted !== undefined)
          fill({ ...draftFromMessage(wanted), ...(queueArn === undefined ? {} : { queueArn }) });
        return;
      }
      case 'sent':
        takeSent(message);
        return;
      case 'bodyChecked':
        if (message.requestId === checking.value?.requestId) takeCheck(checking.value.body, message.outcome);
        return;
      case 'bodyFormatted':
        takeFormatted(message);
        return;
      case 'bodyEncrypted':
        keepPlain(message.keyName, message.body, draft.value);
        change({ body: message.body, format: 'text' });
        bodyRevision.value += 1;
        return;
      case 'fileLoaded': {
        const key = filesAwaited.get(message.requestId);
        filesAwaited.delete(message.requestId);
        if (key === undefined) return;
        if ('problem' in message.file) fileProblem.value = { key, problem: message.file.problem };
        else
          changeAttribute(key, { type: 'Binary', value: message.file.base64, fileName: message.file.name });
        return;
      }
      default:
        choice.receive(message);
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  return {
    ...choice,
    draft,
    body,
    lineCount: computed(() => facts.value.lines),
    size,
    maximumBytes,
    problems,
    mistakeCount,
    outcome,
    failure,
    failureField,
    fileProblem,
    bodyRevision,
    canSend,
    isSending: computed(() => sending.value !== undefined || checking.value !== undefined),
    change,
    addAttribute: () =>
      change({ attributes: [...draft.value.attributes, makeAttribute(draft.value.attributes)] }),
    changeAttribute,
    removeAttribute: (key: number) =>
      change({ attributes: draft.value.attributes.filter((attribute) => attribute.key !== key) }),
    loadFile,
    doubt,
    leftoverOf,
    copyLeftover,
    clear,
    isBlank: computed(() => isBlankDraft(draft.value)),
    send,
    sendAnyway,
    dismissOutcome: () => {
      outcome.value = undefined;
    },
    dismissDoubt: () => {
      doubt.value = undefined;
    },
    ...createPastedBody(body, replaceBody),
    encryptedWith,
    restoreBody,
    ...formatting,
    encryptBody: () => channel.post({ type: 'encryptBody', body: draft.value.body }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
    showTrace: (queueArn: QueueAddress, messageId: string) =>
      channel.post({ type: 'showTrace', queueArn, messageId }),
  };
}
