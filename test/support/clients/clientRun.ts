import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, runProgram } from '../process.mjs';

/** By name: what starts a client, or why it is not available here. The stage makes this. */
const starts = JSON.parse(process.env['PEER_CLIENTS'] ?? '{}') as Record<string, ClientStart>;

export type ClientStart = { readonly argv: readonly string[] } | { readonly missing: string };

const STORE_PASSWORD = 'changeit';
/** A client that hangs is ended before its test is, so that what it said is shown. */
const CLIENT_TIMEOUT_MS = 170_000;

/** Where a client calls, and how it trusts that. */
export interface ServedEndpoint {
  readonly endpoint: string;
  readonly secureEndpoint?: string;
  readonly authorityPath?: string;
  readonly bundlePath?: string;
}

/** @param name of the table of clients */
export function findClient(name: string): ClientStart {
  return starts[name] ?? { missing: `${name} was not built by the stage` };
}

/** The variables by which clients find the services of one endpoint. */
export function nameEndpoint(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: endpoint,
    AWS_ENDPOINT_URL_LAMBDA: endpoint,
  };
}

/** As {@link nameEndpoint}, by HTTPS, with what each language reads to know a certificate. @param folder for a file of Java */
export function trustEndpoint(served: ServedEndpoint, folder: string): Record<string, string> {
  const { secureEndpoint = '', authorityPath = '', bundlePath = '' } = served;
  assert.ok(existsSync(authorityPath) && existsSync(bundlePath));
  const environment = {
    ...nameEndpoint(secureEndpoint),
    AWS_CA_BUNDLE: bundlePath,
    SSL_CERT_FILE: bundlePath,
    NODE_EXTRA_CA_CERTS: authorityPath,
  };
  const usesJava = Object.values(starts).some((start) => 'argv' in start && start.argv[0] === 'java');
  if (!usesJava) return environment;
  const store = join(folder, 'trust.p12');
  const imported = ['-importcert', '-noprompt', '-alias', 'queueside', '-file', authorityPath];
  const target = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', STORE_PASSWORD];
  execFileSync('keytool', [...imported, ...target], { stdio: 'pipe' });
  const options = `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=${STORE_PASSWORD}`;
  return { ...environment, JAVA_TOOL_OPTIONS: options };
}

export interface ClientRun {
  readonly folder: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What the names of its queues begin with. */
  readonly prefix: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a client to its end, and checks that it says of exactly these steps, in this order, that they held. */
export async function expectSteps(
  argv: readonly string[],
  { folder, keys, prefix, environment }: ClientRun,
  steps: readonly string[],
): Promise<void> {
  const [command = '', ...args] = argv;
  const { code, output } = await runProgram(command, args, {
    cwd: folder,
    timeoutMs: CLIENT_TIMEOUT_MS,
    env: { ...withoutAws(keys), ...environment, CLIENT_PREFIX: prefix },
  });
  const held = [...output.matchAll(/^held: (.*?)\r?$/gm)].map(([, step]) => step);
  assert.deepEqual([code, held], [0, steps], output.slice(-4_000));
}

/** An environment in which the credentials and endpoints of whoever runs the tests do not count. */
function withoutAws({ accessKeyId, secretAccessKey }: ClientRun['keys']): NodeJS.ProcessEnv {
  const inherited = Object.entries(cleanEnvironment(process.env)).filter(
    ([name]) => !name.startsWith('AWS_'),
  );
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    PYTHONUTF8: '1',
  };
}
