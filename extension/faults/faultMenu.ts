import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import {
  FAULT_ERRORS,
  type FaultError,
  MAXIMUM_FAULT_DELAY_MS,
  MAXIMUM_FAULT_SEED,
  type QueueFaults,
} from '../../broker/protocol/faults.ts';
import type { QueueKind } from '../../broker/protocol/queue.ts';
import { describeFaults, formatRate, parseRate } from './faultText.ts';

/** What the user put together. */
export interface FaultChoice {
  readonly faults: QueueFaults;
  readonly seed: number;
  readonly keep: boolean;
}

interface FaultItem extends QuickPickItem {
  /** Asks for the new value. @returns the next choice, or undefined to leave it as it is */
  readonly change?: (choice: FaultChoice) => FaultChoice | Promise<FaultChoice | undefined>;
}

type RateKey = 'duplicateRate' | 'missRate' | 'throttleRate' | 'errorRate' | 'slowRate' | 'dropRate';

/**
 * Shows the faults of a queue as a list of switches; each choice comes back to the list until it is accepted.
 * @returns undefined if the user cancels
 */
export async function askForFaults(
  queueName: string,
  kind: QueueKind,
  before: FaultChoice,
): Promise<FaultChoice | undefined> {
  let choice = before;
  for (;;) {
    const text = describeFaults(l10n.t, choice.faults);
    const apply: FaultItem = {
      label: `$(check) ${text === '' ? l10n.t('Apply: no faults') : l10n.t('Apply')}`,
      description: text,
      alwaysShow: true,
    };
    const picked = await window.showQuickPick([apply, ...listItems(kind, choice)], {
      title: l10n.t('Inject Faults: {0}', queueName),
      placeHolder: l10n.t('Select the faults to inject'),
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (!picked) return undefined;
    if (!picked.change) return choice;
    choice = (await picked.change(choice)) ?? choice;
  }
}

function listItems(kind: QueueKind, { faults, seed, keep }: FaultChoice): FaultItem[] {
  const deliveries: FaultItem[] = [
    rateItem(
      l10n.t('Duplicates'),
      l10n.t('A deleted message stays and is delivered again'),
      'duplicateRate',
      faults,
    ),
    {
      label: mark(faults.shuffle === true, l10n.t('Shuffled order')),
      detail: l10n.t('Messages are delivered in random order'),
      change: (choice) => withFaults(choice, { shuffle: choice.faults.shuffle !== true }),
    },
    rateItem(
      l10n.t('Empty short polls'),
      l10n.t('Returns nothing even though messages are available'),
      'missRate',
      faults,
    ),
  ];
  const late: FaultItem = {
    label: mark((faults.delayMs ?? 0) > 0, l10n.t('Late delivery')),
    description: (faults.delayMs ?? 0) > 0 ? l10n.t('up to {0} ms', faults.delayMs ?? 0) : '',
    detail: l10n.t('Messages become visible late'),
    change: async (choice) => {
      const delayMs = await askForNumber(
        l10n.t('Maximum delay in ms'),
        choice.faults.delayMs ?? 2_000,
        MAXIMUM_FAULT_DELAY_MS,
      );
      return delayMs === undefined ? undefined : withFaults(choice, { delayMs });
    },
  };
  return [
    { label: l10n.t('Deliveries'), kind: QuickPickItemKind.Separator },
    // On FIFO queues the service promises what the others break.
    ...(kind === 'fifo' ? [] : deliveries),
    late,
    { label: l10n.t('Calls'), kind: QuickPickItemKind.Separator },
    rateItem(l10n.t('Throttling'), l10n.t('A call fails with RequestThrottled'), 'throttleRate', faults),
    {
      ...rateItem(l10n.t('Errors'), l10n.t('A call fails with an error of your choice'), 'errorRate', faults),
      description:
        (faults.errorRate ?? 0) > 0
          ? `${formatRate(faults.errorRate ?? 0)} ${faults.errorCode ?? 'InternalError'}`
          : '',
      change: askForError,
    },
    rateItem(l10n.t('Slow responses'), l10n.t('Responses are delayed by one second'), 'slowRate', faults),
    rateItem(
      l10n.t('Dropped connections'),
      l10n.t('The call succeeds but the response is lost, so the client retries'),
      'dropRate',
      faults,
    ),
    { label: l10n.t('Repetition'), kind: QuickPickItemKind.Separator },
    {
      label: `$(symbol-number) ${l10n.t('Seed')}`,
      description: String(seed),
      detail: l10n.t('The same seed and the same calls give the same faults'),
      change: async (choice) => {
        const next = await askForNumber(
          l10n.t('Seed of the random numbers'),
          choice.seed,
          MAXIMUM_FAULT_SEED,
        );
        return next === undefined ? undefined : { ...choice, seed: next };
      },
    },
    {
      label: mark(keep, l10n.t('Keep after a restart')),
      detail: l10n.t('Otherwise faults end when the broker stops'),
      change: (choice) => ({ ...choice, keep: !choice.keep }),
    },
  ];
}

function rateItem(name: string, detail: string, key: RateKey, faults: QueueFaults): FaultItem {
  const rate = faults[key] ?? 0;
  return {
    label: mark(rate > 0, name),
    description: rate > 0 ? formatRate(rate) : '',
    detail,
    change: async (choice) => {
      const next = await askForRate(name, choice.faults[key]);
      return next === undefined ? undefined : withFaults(choice, { [key]: next });
    },
  };
}

async function askForError(choice: FaultChoice): Promise<FaultChoice | undefined> {
  const errorRate = await askForRate(l10n.t('Errors'), choice.faults.errorRate);
  if (errorRate === undefined) return undefined;
  if (errorRate === 0) return withFaults(choice, { errorRate });
  const errorCode = await window.showQuickPick(FAULT_ERRORS, {
    title: l10n.t('Errors'),
    placeHolder: l10n.t('Error to return'),
    ignoreFocusOut: true,
  });
  return errorCode === undefined
    ? undefined
    : withFaults(choice, { errorRate, errorCode: errorCode as FaultError });
}

async function askForRate(title: string, rate: number | undefined): Promise<number | undefined> {
  const typed = await window.showInputBox({
    title,
    prompt: l10n.t('Probability in percent (0 turns it off)'),
    value: formatRate(rate === undefined || rate === 0 ? 0.2 : rate),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseRate(value) === undefined
        ? l10n.t('Enter a percentage from 0 to 100, for example 20.')
        : undefined,
  });
  return typed === undefined ? undefined : parseRate(typed);
}

async function askForNumber(prompt: string, value: number, maximum: number): Promise<number | undefined> {
  const accepts = (text: string) => /^\d+$/.test(text.trim()) && Number(text) <= maximum;
  const typed = await window.showInputBox({
    prompt,
    value: String(value),
    ignoreFocusOut: true,
    validateInput: (text) =>
      accepts(text) ? undefined : l10n.t('Enter a whole number from 0 to {0}.', maximum),
  });
  return typed === undefined ? undefined : Number(typed);
}

function withFaults(choice: FaultChoice, change: QueueFaults): FaultChoice {
  return { ...choice, faults: { ...choice.faults, ...change } };
}

function mark(isOn: boolean, label: string): string {
  return `$(${isOn ? 'circle-filled' : 'circle-outline'}) ${label}`;
}
