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
