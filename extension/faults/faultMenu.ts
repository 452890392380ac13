import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import {
  FAULT_ERRORS,
  FAULTS,
  type FaultError,
  type FaultKind,
  isFaultOn,
  isUnordered,
  MAXIMUM_FAULT_DELAY_MS,
  MAXIMUM_FAULT_SEED,
  type QueueFaults,
} from '../../broker/protocol/faults.ts';
import type { QueueKind } from '../../broker/protocol/queue.ts';
import { FAULT_TEXTS } from './faultKinds.ts';
import { describeFaults, formatRate, formatValue, parseRate } from './faultText.ts';

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

const MENU_ORDER = Object.keys(FAULT_TEXTS) as readonly FaultKind[];

/**
 * Shows the faults of a queue as a list of switches; each choice comes back to the list until it is accepted.
 * @param absent kinds that a gateway cannot have; undefined: all are there
 * @returns undefined if the user cancels
 */
export async function askForFaults(
  queueName: string,
  kind: QueueKind,
  before: FaultChoice,
  absent: readonly FaultKind[] | undefined,
): Promise<FaultChoice | undefined> {
  let choice = before;
  for (;;) {
    const text = describeFaults(choice.faults);
    const apply: FaultItem = {
      label: `$(check) ${text === '' ? l10n.t('Apply: no faults') : l10n.t('Apply')}`,
      description: text,
      alwaysShow: true,
    };
    const picked = await window.showQuickPick([apply, ...listItems(kind, choice, absent)], {
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

function listItems(
  queueType: QueueKind,
  { faults, seed, keep }: FaultChoice,
  absent: readonly FaultKind[] | undefined,
): FaultItem[] {
  // On FIFO queues the service promises what the others break.
  const kinds = MENU_ORDER.filter(
    (kind) => (queueType !== 'fifo' || !isUnordered(kind)) && absent?.includes(kind) !== true,
  );
  const keepItem: FaultItem = {
    label: mark(keep, l10n.t('Keep after a restart')),
    detail: l10n.t('Otherwise faults end when the broker stops'),
    change: (choice) => ({ ...choice, keep: !choice.keep }),
  };
  const listPart = (part: 'deliveries' | 'calls') =>
    kinds.filter((kind) => FAULT_TEXTS[kind].part === part).map((kind) => makeItem(kind, faults));
  return [
    { label: l10n.t('Deliveries'), kind: QuickPickItemKind.Separator },
    ...listPart('deliveries'),
    { label: l10n.t('Calls'), kind: QuickPickItemKind.Separator },
    ...listPart('calls'),
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
    ...(absent === undefined ? [keepItem] : []),
  ];
}

function makeItem(kind: FaultKind, faults: QueueFaults): FaultItem {
  const { name, detail, value } = FAULT_TEXTS[kind];
  const isOn = isFaultOn(faults, kind);
  const strength = formatValue(faults, kind);
  return {
    label: mark(isOn, name()),
    description: isOn && value !== undefined ? value(strength, faults) : strength,
    detail: detail(),
    change: (choice) => changeFault(kind, choice),
  };
}

async function changeFault(kind: FaultKind, choice: FaultChoice): Promise<FaultChoice | undefined> {
  if (kind === 'shuffle') return withFaults(choice, { shuffle: choice.faults.shuffle !== true });
  if (kind === 'delay') return askForDelay(choice);
  if (kind === 'error') return askForError(choice);
  const key = FAULTS[kind].switch;
  const rate = await askForRate(FAULT_TEXTS[kind].name(), choice.faults[key]);
  return rate === undefined ? undefined : withFaults(choice, { [key]: rate });
}

async function askForDelay(choice: FaultChoice): Promise<FaultChoice | undefined> {
  const delayMs = await askForNumber(
    l10n.t('Maximum delay in ms'),
    choice.faults.delayMs ?? 2_000,
    MAXIMUM_FAULT_DELAY_MS,
  );
  return delayMs === undefined ? undefined : withFaults(choice, { delayMs });
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
