import { readFileSync } from 'node:fs';
import { openSecurePort } from '../assembly/httpsEndpoint.ts';
import { guardProcess, Lifecycle, logLine } from '../assembly/lifecycle.ts';
import { EXIT_ADDRESS, EXIT_CONFIG, failToStart, say } from '../assembly/startLines.ts';
import { AWS_FILE_VARIABLES } from '../connections/awsFiles.ts';
import type * as AwsBundle from '../connections/client/gates.ts';
import { KEEP_ALIVE } from '../control/channel/keepAlive.ts';
import { chooseLanguage } from '../language/chooseLanguage.ts';
import { useLanguage } from '../language/useLanguage.ts';
import type { Environment } from '../process/config.ts';
import { limitYoungObjects } from '../process/garbageCollector.ts';
import { systemSchedule } from '../time/schedule.ts';
import { Gateway } from './gateway.ts';
import { type Order, readOrder } from './order.ts';
import { ProxiedAgent } from './proxiedAgent.ts';
import { type ProxyVariables, readProxyVariables } from './proxies.ts';
import type { Questions } from './questions.ts';
import { trustSystemAuthorities } from './systemAuthorities.ts';

/** The gateway as a program: its starter writes one line to its standard input, and reads one line from its output. */
async function main(argv: readonly string[], environment: Environment): Promise<void> {
  const fault = useLanguage(argv, environment);
  if (fault !== undefined) logLine(`texts stay English: ${fault}`);
  guardProcess();
  limitYoungObjects();
  const order = await readOrder(process.stdin);
  if (typeof order === 'string') {
    refuse(order);
    return;
  }
  const { connection, place, tlsPort, tlsFolder } = order;
  const secure = await openSecurePort({ tlsPort, tlsFolder });
  if (!secure.ok) {
    refuse(secure.message);
    return;
  }
  if (secure.notice !== undefined) logLine(secure.notice);
  nameAwsFiles(order);
  // The calls that get keys of a profile are of HTTPS, whatever the endpoint is.
  if (place.endpoint.startsWith('https:') || connection.kind === 'profile') trustSystemAuthorities();
  const proxies = readProxyVariables(order, environment);
  const gates = await loadGates(argv, environment);
  let lifecycle: Lifecycle | undefined;
  const gateway = await Gateway.create(
    {
      definition: connection,
      place,
      account: order.account,
      level: order.level,
      port: order.port ?? 0,
      tlsPort: tlsPort ?? 0,
      allowedHosts: order.allowedHosts ?? [],
      startsAgain: order.startsAgain,
      proxies,
    },
    {
      createKeys: (questions) => createKeys(gates, order, proxies, questions),
      schedule: systemSchedule,
      now: () => Date.now(),
      keepAlive: KEEP_ALIVE,
      token: order.token,
      secure: secure.value,
      log: logLine,
      onStopRequested: () => lifecycle?.end('a client asked for it'),
    },
  );
  try {
    const info = await gateway.listen();
    lifecycle = new Lifecycle(gateway, environment, () => undefined, false);
    say(info);
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    await gateway.close();
    failToStart(EXIT_ADDRESS, { event: 'failed', code, message });
  }
}

/**
 * The SDK finds the files of profiles by variables of its own process. They come with the order, because a starter withholds all
 * variables of AWS from the processes that it starts.
 */
function nameAwsFiles({ connection, environment = {} }: Order): void {
  if (connection.kind !== 'profile') return;
  for (const name of AWS_FILE_VARIABLES)
    if (environment[name] !== undefined) process.env[name] = environment[name];
}

/** The bundle with the AWS SDK has its own copy of what translates texts. */
async function loadGates(argv: readonly string[], environment: Environment): Promise<AwsBundle.Gates> {
  const { createGates } = await import('../connections/client/gates.ts');
  const { texts } = chooseLanguage(argv, environment);
  return createGates(texts === undefined ? undefined : readTexts(texts));
}

/** Texts that cannot be read stay English. */
function readTexts(path: string): Record<string, string> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return undefined;
  }
}

function createKeys(
  { createKeySource, MfaCancelledError }: AwsBundle.Gates,
  { connection, place, keys, environment = {} }: Order,
  proxies: ProxyVariables,
  questions: Questions,
): ReturnType<AwsBundle.Gates['createKeySource']> {
  return createKeySource(connection, place, {
    readKeys: () => Promise.resolve(keys),
    environment,
    httpsAgent: new ProxiedAgent(proxies, { keepAlive: true }),
    askMfaCode: async (device) => {
      const answer = await questions.ask({ kind: 'mfaCode', device });
      if (answer.kind !== 'yes' || answer.text === '') throw new MfaCancelledError();
      return answer.text;
    },
  });
}

function refuse(message: string): void {
  failToStart(EXIT_CONFIG, { event: 'failed', code: 'BAD_CONFIG', message });
}

void main(process.argv.slice(2), process.env);
