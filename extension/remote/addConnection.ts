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
  /** Of Amazon SQS: each gets a connection of its own, and a row. Absent: the region is part of the place. */
  readonly regions?: readonly string[];
  readonly name: string;
  readonly keys?: Keys;
}

/**
 * Asks for a connection step by step: kind, endpoint or profile with regions, name, level. Of several regions, each gets a connection.
 * @returns those that were added; none if the user cancels
 */
export async function addConnections(
  remote: RemoteConnections,
  names: readonly string[],
): Promise<readonly RemoteConnection[]> {
  const title = l10n.t('Add Connection');
  const kind = await pickKind(title);
  if (kind === undefined) return [];
  const wanted = kind === 'endpoint' ? await askForEndpoint(title) : await askForAws(title, kind);
  if (wanted === undefined) return [];
  const { regions = [] } = wanted;
  const isSeveral = regions.length > 1;
  const write = (name: string): readonly Entry[] =>
    regions.length === 0
      ? [{ name, kind, ...wanted.place }]
      : regions.map((region) => ({
          name: isSeveral ? `${name} ${region}` : name,
          kind,
          ...wanted.place,
          region,
        }));
  const name = await window.showInputBox({
    title,
    prompt: isSeveral
      ? l10n.t('Name of the connections. Each gets its region after it.')
      : l10n.t('Name of the connection'),
    value: wanted.name,
    ignoreFocusOut: true,
    validateInput: (text) =>
      write(text)
        .map((entry) =>
          names.includes(entry.name)
            ? l10n.t('There is a connection with this name already.')
            : findProblem(entry),
        )
        .find((problem) => problem !== undefined),
  });
  if (name === undefined) return [];
  const read: { readonly entry: Entry; readonly definition: ConnectionDefinition }[] = [];
  for (const entry of write(name)) {
    const definition = readDefinition(entry);
    if (typeof definition === 'string') {
      void showWarning(definition);
      return [];
    }
    read.push({ entry, definition });
  }
  const level = await pickLevel(title, name, await findStrictest(remote, read));
  if (level === undefined) return [];
  const added: RemoteConnection[] = [];
  for (const { entry, definition } of read)
    added.push(await remote.save({ ...entry, protection: level }, definition, level, wanted.keys));
  return added;
}

interface Entry extends Place {
  readonly name: string;
  readonly kind: Kind;
}

/** Of the levels that the connections have if the user chooses none. */
async function findStrictest(
  remote: RemoteConnections,
  read: readonly { readonly definition: ConnectionDefinition }[],
): Promise<ProtectionLevel> {
  const levels: ProtectionLevel[] = [];
  for (const { definition } of read)
    levels.push(findDefaultLevel(definition, await remote.findTarget(definition)));
  return levels.reduce((strictest, each) => (isStricter(each, strictest) ? each : strictest));
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
    const regions = await askForRegions(title, process.env['AWS_REGION'] ?? 'us-east-1');
    const [region = '', ...others] = regions ?? [];
    const name = others.length > 0 ? l10n.t('Environment') : l10n.t('Environment {0}', region);
    return regions && { place: {}, regions, name };
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
  const regions = await askForRegions(title, ofProfile ?? 'us-east-1');
  const [region = '', ...others] = regions ?? [];
  return (
    regions && { place: { profile: name }, regions, name: others.length > 0 ? name : `${name} ${region}` }
  );
}

/** @returns each once, at least one */
async function askForRegions(title: string, value: string): Promise<readonly string[] | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t('Region, or several regions with commas between them'),
    value,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      readRegions(typed).length > 0 && readRegions(typed).every(isRegion)
        ? undefined
        : l10n.t('Enter a region of AWS, such as eu-central-1.'),
  });
  return text === undefined ? undefined : readRegions(text);
}

function readRegions(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))];
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
