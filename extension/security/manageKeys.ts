import { l10n, type QuickPickItem, window } from 'vscode';
import {
  addKeyAlias,
  cancelKeyDeletion,
  createKey,
  grantKey,
  KEY_OPERATIONS,
  type KeySummary,
  listKeys,
  removeKeyAlias,
  revokeKey,
  scheduleKeyDeletion,
  setKeyEnabled,
} from '../../broker/protocol/kms.ts';
import type { BrokerClient, WithSession } from '../broker/brokerClient.ts';
import { readLanguage } from '../ground/language.ts';

interface KeyItem extends QuickPickItem {
  /** Absent on the row that makes a new one. */
  readonly key?: KeySummary;
}

interface StepItem extends QuickPickItem {
  readonly run: () => Promise<unknown>;
}

/** Keys of the local KMS: choose one, then what to do with it; again, until the user is done. */
export async function manageKeys({ session }: WithSession): Promise<void> {
  for (;;) {
    const { keys } = await session.request(listKeys, {});
    const choice = await window.showQuickPick(listItems(keys), {
      ignoreFocusOut: true,
      title: l10n.t('Keys of the Local KMS'),
      placeHolder: l10n.t('Queues with a KmsMasterKeyId use these keys'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!choice) return;
    if (choice.key === undefined) await askAndCreate(session);
    else {
      const { key } = choice;
      const step = await window.showQuickPick(listSteps(session, key), {
        ignoreFocusOut: true,
        title: nameKey(key),
      });
      await step?.run();
    }
  }
}

function listItems(keys: readonly KeySummary[]): KeyItem[] {
  const items = keys.map(
    (key): KeyItem => ({
      label: `${STATE_ICONS[key.state]} ${nameKey(key)}`,
      description: describeState(key),
      detail: key.arn,
      key,
    }),
  );
  return [...items, { label: `$(add) ${l10n.t('Create Key…')}`, alwaysShow: true }];
}

const STATE_ICONS: Readonly<Record<KeySummary['state'], string>> = {
  enabled: '$(key)',
  disabled: '$(circle-slash)',
  pendingDeletion: '$(trash)',
};

function nameKey({ aliases, description, keyId }: KeySummary): string {
  const [alias] = aliases;
  return alias ?? (description === '' ? keyId : description);
}

function describeState({ state, isManaged, deletionAt }: KeySummary): string {
  if (isManaged) return l10n.t('managed');
  if (state === 'enabled') return l10n.t('enabled');
  if (state === 'disabled') return l10n.t('disabled');
  return l10n.t('to be deleted on {0}', new Date(deletionAt ?? 0).toLocaleDateString(readLanguage()));
}

function listSteps(
  session: BrokerClient,
  { keyId, state, isManaged, aliases, grants }: KeySummary,
): StepItem[] {
  if (isManaged) return [];
  if (state === 'pendingDeletion') {
    const label = `$(discard) ${l10n.t('Cancel Deletion')}`;
    return [{ label, run: () => session.request(cancelKeyDeletion, { keyId }) }];
  }
  const isEnabled = state === 'enabled';
  return [
    {
      label: isEnabled ? `$(circle-slash) ${l10n.t('Disable')}` : `$(pass) ${l10n.t('Enable')}`,
      run: () => session.request(setKeyEnabled, { keyId, isEnabled: !isEnabled }),
    },
    {
      label: `$(tag) ${l10n.t('Add Alias…')}`,
      run: async () => {
        const alias = await askForAlias();
        if (alias !== undefined) await session.request(addKeyAlias, { keyId, alias });
      },
    },
    ...aliases.map((alias) => ({
      label: `$(close) ${l10n.t('Remove {0}', alias)}`,
      run: () => session.request(removeKeyAlias, { keyId, alias }),
    })),
    {
      label: `$(person-add) ${l10n.t('Grant…')}`,
      run: async () => {
        const principal = await askForPrincipal();
        const operations = principal === undefined ? undefined : await askForOperations();
        if (principal === undefined || operations === undefined) return;
        await session.request(grantKey, { keyId, principal, operations });
      },
    },
    ...grants.map(({ principal, operations }) => ({
      label: `$(close) ${l10n.t('Revoke Permissions of {0}', principal)}`,
      description: operations.join(', '),
      run: () => session.request(revokeKey, { keyId, principal }),
    })),
    {
      label: `$(trash) ${l10n.t('Schedule Deletion…')}`,
      run: async () => {
        const days = await askForDays();
        if (days !== undefined) await session.request(scheduleKeyDeletion, { keyId, days });
      },
    },
  ];
}

async function askAndCreate(session: BrokerClient): Promise<void> {
  const alias = await askForAlias();
  if (alias !== undefined) await session.request(createKey, { alias });
}

async function askForAlias(): Promise<string | undefined> {
  const name = await window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('Alias of the Key'),
    prompt: l10n.t('Alias name, without alias/'),
    validateInput: (value) =>
      /^[A-Za-z0-9/_-]{1,250}$/.test(value) && !value.startsWith('aws/')
        ? undefined
        : l10n.t('Use letters, digits, slashes, hyphens and underscores. Don’t start with aws/.'),
  });
  return name === undefined ? undefined : `alias/${name}`;
}

function askForPrincipal(): Thenable<string | undefined> {
  return window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('Grant'),
    prompt: l10n.t('Principal: * for everyone, a 12-digit account ID, or an ARN'),
    validateInput: (value) =>
      /^(?:\*|\d{12}|arn:aws[a-z-]*:\S+|[a-z.]+\.amazonaws\.com)$/.test(value)
        ? undefined
        : l10n.t('Enter *, 12 digits, an ARN, or a service.'),
  });
}

async function askForOperations(): Promise<KeySummary['grants'][number]['operations'] | undefined> {
  const items = KEY_OPERATIONS.map((operation) => ({ label: operation, operation, picked: true }));
  const chosen = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    canPickMany: true,
    title: l10n.t('Grant'),
    placeHolder: l10n.t('Senders need both; receivers need Decrypt'),
  });
  return chosen?.map(({ operation }) => operation);
}

async function askForDays(): Promise<number | undefined> {
  const text = await window.showInputBox({
    ignoreFocusOut: true,
    title: l10n.t('Schedule Deletion'),
    prompt: l10n.t('Waiting period in days (7 to 30), on the broker’s clock'),
    value: '30',
    validateInput: (value) =>
      /^\d{1,2}$/.test(value) && Number(value) >= 7 && Number(value) <= 30
        ? undefined
        : l10n.t('Enter a number from 7 to 30.'),
  });
  return text === undefined ? undefined : Number(text);
}
