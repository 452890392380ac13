import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import {
  advanceClock,
  advanceClockToMessage,
  advanceClockToNext,
  type ClockAdvance,
  type ClockState,
  forecastJump,
  getClock,
  type JumpForecast,
  type JumpTarget,
  type UpcomingEvent,
} from '../../broker/protocol/clock.ts';
import { parseDuration } from '../../broker/protocol/duration.ts';
import { describeOffset, formatDuration } from '../ground/durations.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';
import { confirmJump, type ConfirmJumpNeeds } from './confirmJump.ts';
import { type JumpStep, orderSteps } from './jumpSteps.ts';
import { showAdvance } from './showAdvance.ts';
import { describeEnding } from './jumpText.ts';
import { offerUndoAdvance, type UndoAdvanceNeeds } from './undoAdvance.ts';

interface Needs extends ConfirmJumpNeeds, UndoAdvanceNeeds {}

interface StepItem extends QuickPickItem, JumpStep {
  /** Where it goes; undefined: the user changed their mind. */
  readonly target: () => Promise<JumpTarget | undefined> | JumpTarget;
}

const MAXIMUM_MS = 400 * 86_400_000;
const STEPS_MS: readonly number[] = [60_000, 3_600_000, 12 * 3_600_000, 4 * 86_400_000];

/**
 * Advances the broker's clock: by a duration, to the next event, or to the end of a
 * message's visibility timeout or retention. Asks when that ends messages.
 * @returns the clock's offset in ms, for whoever calls the command
 */
export async function advanceClockCommand(services: Needs, target?: unknown): Promise<number | undefined> {
  const { session, clock } = services;
  const before = await session.request(getClock, {});
  const jump = typeof target === 'number' ? { byMs: target } : await askForStep(services, target, before);
  if (!jump) return undefined;
  const forecast = await session.request(forecastJump, jump);
  if (!(await confirmJump(services, forecast))) return undefined;
  const state = await showAdvance(session, advanceTo(services, jump));
  clock.adopt(state);
  const passed = formatDuration(state.offsetMs - before.offsetMs);
  const text = state.isCancelled
    ? l10n.t('The advance was canceled. The broker’s clock was advanced by {0}.', passed)
    : l10n.t('The broker’s clock was advanced by {0}.', passed);
  offerUndoAdvance(services, state.undoable, state.undoable?.ended ?? forecast.ending, text);
  return state.offsetMs;
}

function advanceTo({ session }: Needs, { byMs, message }: JumpTarget): Promise<ClockAdvance> {
  if (byMs !== undefined) return session.request(advanceClock, { byMs });
  if (message !== undefined) return session.request(advanceClockToMessage, message);
  return session.request(advanceClockToNext, {});
}

async function askForStep(
  services: Needs,
  target: unknown,
  before: ClockState,
): Promise<JumpTarget | undefined> {
  const steps = await Promise.all([
    ...listMessageSteps(services, target),
    ...STEPS_MS.map((byMs) => describeStep(services, `$(history) ${formatDuration(byMs)}`, { byMs })),
    ...(before.nextEvent ? [describeNext(services, before.nextEvent)] : []),
  ]);
  const { harmless, ending } = orderSteps<StepItem>([...steps, otherStep()]);
  const separator = { label: l10n.t('Messages expire'), kind: QuickPickItemKind.Separator };
  const items: (QuickPickItem & Partial<StepItem>)[] =
    ending.length > 0 ? [...harmless, separator, ...ending] : [...harmless];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('Advance Clock'),
    placeHolder: describeOffset(before.offsetMs),
    matchOnDetail: true,
  });
  return choice?.target?.();
}

async function describeStep(
  { session }: Needs,
  label: string,
  target: JumpTarget,
): Promise<StepItem & { readonly forecast: JumpForecast }> {
  const forecast = await session.request(forecastJump, target);
  const { ending } = forecast;
  return {
    label,
    target: () => target,
    ending,
    forecast,
    ...(ending.length > 0 ? { detail: describeEnding(ending) } : {}),
  };
}

async function describeNext(services: Needs, event: UpcomingEvent): Promise<StepItem> {
  const step = await describeStep(services, `$(debug-step-over) ${l10n.t('To the next event')}`, {});
  const description = formatDuration(step.forecast.byMs);
  return step.detail === undefined
    ? { ...step, description, detail: describeEvent(event) }
    : { ...step, description };
}

function otherStep(): StepItem {
  return {
    label: `$(edit) ${l10n.t('Other…')}`,
    alwaysShow: true,
    ending: undefined,
    target: askForDuration,
  };
}

/** The ends of what the row's message waits for. */
function listMessageSteps(services: Needs, target: unknown): Promise<StepItem>[] {
  // The clock is that of the local broker.
  if (!isMessageRow(target) || target.queueRef.connectionId !== LOCAL_CONNECTION) return [];
  const { queueRef, message } = target;
  const name = { queueArn: queueRef.arn, messageId: message.messageId };
  const toRetention = describeStep(services, `$(trash) ${l10n.t('To the end of this message’s retention')}`, {
    message: { ...name, deadline: 'retention' },
  });
  if (message.visibleAt === undefined) return [toRetention];
  const label =
    message.state === 'delayed'
      ? l10n.t('To the end of this message’s delay')
      : l10n.t('To the end of this message’s visibility timeout');
  const toVisible = describeStep(services, `$(eye) ${label}`, { message: { ...name, deadline: 'visible' } });
  return [toVisible, toRetention];
}

function describeEvent({ kind, queueArn, messageId }: UpcomingEvent): string {
  const queue = nameOfArn(queueArn);
  switch (kind) {
    case 'expired':
      return l10n.t('The visibility timeout of {0} in {1} ends', messageId, queue);
    case 'visible':
      return l10n.t('The delay of {0} in {1} ends', messageId, queue);
    case 'retentionExpired':
      return l10n.t('The retention of {0} in {1} ends', messageId, queue);
  }
}

async function askForDuration(): Promise<JumpTarget | undefined> {
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('Advance Clock'),
    prompt: l10n.t('Duration, e.g. 90s, 2h30m or 3d'),
    validateInput: (value) =>
      readDistance(value) === undefined
        ? l10n.t('Enter a duration up to 400 days, e.g. 90s, 2h30m or 3d.')
        : undefined,
  });
  const byMs = typed === undefined ? undefined : readDistance(typed);
  return byMs === undefined ? undefined : { byMs };
}

function readDistance(text: string): number | undefined {
  const byMs = parseDuration(text) ?? 0;
  return byMs >= 1 && byMs <= MAXIMUM_MS ? byMs : undefined;
}
