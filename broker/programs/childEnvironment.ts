/**
 * Variables of the editor's own environment that would change what a broker or a load test does: the broker's options,
 * what Node.js, Electron and OpenSSL read, what the editor tells its own processes, and the user's AWS settings.
 */
const WITHHELD = /^(?:QUEUESIDE|NODE|ELECTRON|VSCODE|OPENSSL|AWS|OTEL)_/i;

/**
 * Certificates that a company adds to what Node.js trusts, and what a receiver of spans wants to be told; neither does
 * anything unless the user names an endpoint for spans.
 */
const PASSED_ON: ReadonlySet<string> = new Set(['NODE_EXTRA_CA_CERTS', 'OTEL_EXPORTER_OTLP_HEADERS']);

/** What a program of the user's must not get: the broker's options and secrets, and what the editor tells its own processes. */
const WITHHELD_FROM_USERS = /^(?:QUEUESIDE|ELECTRON|VSCODE)_/i;

/**
 * The environment of a program of ours that the editor's binary runs as Node.js. Inherited settings for
 * such programs are left out, because the extension sets them itself; what the system and its libraries need is kept.
 * @param inherited the editor's own environment
 * @param said variables that the extension sets for this program
 */
export function createChildEnvironment(
  inherited: NodeJS.ProcessEnv,
  said: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  // Windows knows no case in these names, so no case is known here.
  const kept = Object.entries(inherited).filter(
    ([name]) => !WITHHELD.test(name) || PASSED_ON.has(name.toUpperCase()),
  );
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', ...said };
}

/**
 * The environment of a program of the user's, such as a process of a pool: that of a shell, without what is meant for the
 * editor and for the broker.
 * @param said variables that are set for this program, in this order; null: the program must not have it
 */
export function createUserEnvironment(
  inherited: NodeJS.ProcessEnv,
  ...said: readonly Readonly<Record<string, string | null>>[]
): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(
    Object.entries(inherited).filter(([name]) => !WITHHELD_FROM_USERS.test(name)),
  );
  for (const [name, value] of said.flatMap(Object.entries)) {
    if (value === null) delete environment[name];
    else environment[name] = value as string;
  }
  return environment;
}
