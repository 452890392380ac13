import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import {
  advanceClock,
  advanceClockToMessage,
  advanceClockToNext,
  type ClockState,
  getClock,
  type UpcomingEvent,
} from '../../broker/protocol/clock.ts';
import { parseDuration } from '../../broker/protocol/duration.ts';
import { describeOffset, formatDuration } from '../durations.ts';
import type { Services } from '../services.ts';
import { isMessageRow } from '../views/messageRow.ts';
import { nameOfArn } from '../views/queueText.ts';

interface StepItem extends QuickPickItem {
  readonly run?: () => Promise<ClockState | undefined>;
}

const MAXIMUM_MS = 400 * 86_400_000;
const STEPS_MS: readonly number[] = [60_000, 3_600_000, 12 * 3_600_000, 4 * 86_400_000];

/**
 * Moves the broker's clock forward: by a length of time, to the next thing that happens by itself, or to the end of a
 * message's visibility timeout or retention. @returns the clock's offset in ms, for whoever calls the command
 */
export async function advanceClockCommand(services: Services, target?: unknown): Promise<number | undefined> {
  const { session, clock } = services;
  const before = await session.request(getClock, {});
  const state =
    typeof target === 'number'
      ? await session.request(advanceClock, { byMs: target })
      : await askForStep(services, target, before);
  if (!state) return undefined;
  clock.adopt(state);
  const passed = formatDuration(state.offsetMs - before.offsetMs);
  window.setStatusBarMessage(l10n.t('The broker’s clock was moved by {0}.', passed), 5_000);
  return state.offsetMs;
}

async function askForStep(
  services: Services,
  target: unknown,
  before: ClockState,
): Promise<ClockState | undefined> {
  const { session } = services;
  const items: StepItem[] = [...listMessageSteps(services, target)];
  const { nextEvent } = before;
  if (nextEvent) {
    items.push({
      label: `$(debug-step-over) ${l10n.t('To the next event')}`,
      description: formatDuration(nextEvent.at - before.now),
      detail: describeEvent(nextEvent),
      run: () => session.request(advanceClockToNext, {}),
    });
  }
  if (items.length > 0) items.push({ label: '', kind: QuickPickItemKind.Separator });
  for (const byMs of STEPS_MS) {
    items.push({
      label: `$(history) ${formatDuration(byMs)}`,
      run: () => session.request(advanceClock, { byMs }),
    });
  }
  items.push({
    label: `$(edit) ${l10n.t('Other…')}`,
    alwaysShow: true,
    run: async () => {
      const byMs = await askForDuration();
      return byMs === undefined ? undefined : session.request(advanceClock, { byMs });
    },
  });
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('Advance Clock'),
    placeHolder: describeOffset(l10n.t, before.offsetMs),
    matchOnDetail: true,
  });
  return choice?.run?.();
}

/** The ends of what the row's message waits for. */
function listMessageSteps({ session }: Services, target: unknown): StepItem[] {
  if (!isMessageRow(target)) return [];
  const { queueArn, message } = target;
  const name = { queueArn, messageId: message.messageId };
  const steps: StepItem[] = [
    {
      label: `$(trash) ${l10n.t('To the end of this message’s retention')}`,
      run: () => session.request(advanceClockToMessage, { ...name, deadline: 'retention' }),
    },
  ];
  if (message.visibleAt === undefined) return steps;
  const label =
    message.state === 'delayed'
      ? l10n.t('To the end of this message’s delay')
      : l10n.t('To the end of this message’s visibility timeout');
  return [
    {
      label: `$(eye) ${label}`,
      run: () => session.request(advanceClockToMessage, { ...name, deadline: 'visible' }),
    },
    ...steps,
  ];
}

function describeEvent({ kind, queueArn, messageId }: UpcomingEvent): string {
  const queue = nameOfArn(queueArn);
  switch (kind) {
    case 'expired':
      return l10n.t('The visibility timeout of {0} in {1} runs out', messageId, queue);
    case 'visible':
      return l10n.t('The delay of {0} in {1} ends', messageId, queue);
    case 'retentionExpired':
      return l10n.t('The retention of {0} in {1} ends', messageId, queue);
  }
}

async function askForDuration(): Promise<number | undefined> {
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('Advance Clock'),
    prompt: l10n.t('How far: such as 90s, 2h30m or 3d'),
    validateInput: (value) =>
      readDistance(value) === undefined
        ? l10n.t('A time up to 400 days, such as 90s, 2h30m or 3d.')
        : undefined,
  });
  return typed === undefined ? undefined : readDistance(typed);
}

function readDistance(text: string): number | undefined {
  const byMs = parseDuration(text) ?? 0;
  return byMs >= 1 && byMs <= MAXIMUM_MS ? byMs : undefined;
}
