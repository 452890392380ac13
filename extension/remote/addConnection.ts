import * as l10n from '@vscode/l10n';
import { env, window } from 'vscode';
import type { Keys } from '../../broker/connections/client/credentials.ts';
import { readProfiles } from '../../broker/connections/profiles.ts';
import { readDefinition } from '../../broker/connections/readDefinitions.ts';
import { isRegion } from '../../broker/connections/regions.ts';
import {
  isStricter,
  PROTECTION_LEVELS,
  type ProtectionLevel,
} from '../../broker/protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { showWarning } from '../ground/notices.ts';
import { askToLower, findDefaultLevel } from './levels.ts';
import type { RemoteConnection } from './remoteConnection.ts';
import type { RemoteConnections } from './remoteConnections.ts';

type Kind = ConnectionDefinition['kind'];
type Place = Readonly<Record<string, string>>;

interface Wanted {
  readonly place: Place;
  readonly name: string;
  readonly keys?: Keys;
}

/**
 * Asks for a connection step by step: kind, endpoint or profile with region, name, level.
 * @returns undefined if the user cancels
 */
export async function addConnection(
  remote: RemoteConnections,
  names: readonly string[],
): Promise<RemoteConnection | undefined> {
  const title = l10n.t('Add Connection');
  const kind = await pickKind(title);
  if (kind === undefined) return undefined;
  const wanted = kind === 'endpoint' ? await askForEndpoint(title) : await askForAws(title, kind);
  if (wanted === undefined) return undefined;
  const name = await window.showInputBox({
    title,
    prompt: l10n.t('Name of the connection'),
    value: wanted.name,
    ignoreFocusOut: true,
    validateInput: (text) =>
      names.includes(text)
        ? l10n.t('There is a connection with this name already.')
        : findProblem({ name: text, kind, ...wanted.place }),
  });
  if (name === undefined) return undefined;
  const entry = { name, kind, ...wanted.place };
  const definition = readDefinition(entry);
  if (typeof definition === 'string') {
    void showWarning(definition);
    return undefined;
  }
  const usual = findDefaultLevel(definition, await remote.findTarget(definition));
  const level = await pickLevel(title, name, usual);
  if (level === undefined) return undefined;
  return remote.save({ ...entry, protection: level }, definition, level, wanted.keys);
}

async function pickKind(title: string): Promise<Kind | undefined> {
  const items: readonly { readonly label: string; readonly detail: string; readonly value: Kind }[] = [
    {
      label: l10n.t('AWS Profile'),
      detail: l10n.t('Amazon SQS with keys, a role, MFA or SSO of ~/.aws'),
      value: 'profile',
    },
    {
      label: l10n.t('Endpoint'),
      detail: l10n.t('LocalStack, ElasticMQ, or any other server that speaks Amazon SQS'),
      value: 'endpoint',
    },
    {
      label: l10n.t('Environment'),
      detail: l10n.t('Amazon SQS with the AWS variables that the editor was started with'),
      value: 'environment',
    },
  ];
  return (
    await window.showQuickPick(items, {
      title,
      ignoreFocusOut: true,
      placeHolder: l10n.t('Where are the queues?'),
    })
  )?.value;
}

async function askForEndpoint(title: string): Promise<Wanted | undefined> {
  const endpoint = await window.showInputBox({
    title,
    prompt: l10n.t('URL of the endpoint'),
    value: 'http://127.0.0.1:4566',
    ignoreFocusOut: true,
    validateInput: (text) => findProblem({ name: title, kind: 'endpoint', endpoint: text }),
  });
  if (endpoint === undefined) return undefined;
  const region = await askForRegion(title, 'us-east-1');
  if (region === undefined) return undefined;
  const accessKeyId = await window.showInputBox({
    title,
    prompt: l10n.t('Access key ID. Leave empty if the endpoint takes any.'),
    ignoreFocusOut: true,
  });
  if (accessKeyId === undefined) return undefined;
  const name = new URL(endpoint).host;
  if (accessKeyId === '') return { place: { endpoint, region }, name };
  const secretAccessKey = await window.showInputBox({
    title,
    prompt: l10n.t('Secret access key. It is kept in the secret storage, not in the settings.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? l10n.t('Enter the secret access key.') : undefined),
  });
  return secretAccessKey === undefined
    ? undefined
    : { place: { endpoint, region }, name, keys: { accessKeyId, secretAccessKey } };
}

async function askForAws(title: string, kind: 'profile' | 'environment'): Promise<Wanted | undefined> {
  if (kind === 'environment') {
    const region = await askForRegion(title, process.env['AWS_REGION'] ?? 'us-east-1');
    return region === undefined ? undefined : { place: { region }, name: l10n.t('Environment {0}', region) };
  }
  const profiles = await readProfiles();
  if (profiles.length === 0) {
    void showWarning(
      env.remoteName === undefined
        ? l10n.t('There are no AWS profiles on this machine. Run “aws configure sso” or “aws configure”.')
        : l10n.t(
            'There are no AWS profiles on the machine of this window ({0}). Run “aws configure sso” or “aws configure” there.',
            env.remoteName,
          ),
    );
    return undefined;
  }
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: [profile.account, profile.region].filter((part) => part !== undefined).join(' · '),
    ...(profile.endpoint !== undefined && {
      detail: l10n.t(
        'Its endpoint {0} is not used. For that endpoint, add a connection of the kind Endpoint.',
        profile.endpoint,
      ),
    }),
    profile,
  }));
  const picked = await window.showQuickPick(items, {
    title,
    ignoreFocusOut: true,
    matchOnDescription: true,
    placeHolder: l10n.t('AWS profile'),
  });
  if (picked === undefined) return undefined;
  const { name, region: ofProfile } = picked.profile;
  const region = await askForRegion(title, ofProfile ?? 'us-east-1');
  return region === undefined ? undefined : { place: { profile: name, region }, name: `${name} ${region}` };
}

function askForRegion(title: string, value: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t('Region'),
    value,
    ignoreFocusOut: true,
    validateInput: (text) =>
      isRegion(text) ? undefined : l10n.t('Enter a region of AWS, such as eu-central-1.'),
  });
}

async function pickLevel(
  title: string,
  name: string,
  usual: ProtectionLevel,
): Promise<ProtectionLevel | undefined> {
  const meanings: Readonly<Record<ProtectionLevel, string>> = {
    readOnly: l10n.t('Only calls that change nothing: listing, counts, attributes'),
    confirm: l10n.t('Asks before each change; to purge or delete, you type the name of the queue'),
    open: l10n.t('Asks nothing'),
  };
  const items = PROTECTION_LEVELS.map((level) => ({ label: level, detail: meanings[level], level })).toSorted(
    (one, other) => Number(other.level === usual) - Number(one.level === usual),
  );
  const placeHolder = l10n.t('Protection level');
  const level = (await window.showQuickPick(items, { title, ignoreFocusOut: true, placeHolder }))?.level;
  if (level === undefined || !isStricter(usual, level)) return level;
  return (await askToLower(name, level)) ? level : undefined;
}

function findProblem(entry: object): string | undefined {
  const read = readDefinition(entry);
  return typeof read === 'string' ? read : undefined;
}
