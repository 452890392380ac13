/** Variables of one place that a program has them from; null takes a variable away. */
type Layer = Readonly<Record<string, string | null | undefined>>;

/** Some programs read the one, some the other; Windows knows no difference. */
const NAMES = ['NO_PROXY', 'no_proxy'] as const;

/** How the broker's addresses are spelled in URLs: programs compare texts. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * The variables by which a program calls the broker directly, and not by way of the proxy that it may be told to use. What
 * is set already stays, and the loopback names are added.
 * @param layers where the program has its variables from; the first that says anything about proxies to bypass counts
 */
export function listProxyBypass(layers: readonly Layer[]): Record<(typeof NAMES)[number], string> {
  const said = layers
    .map((layer) => Object.entries(layer).filter(([name]) => name.toUpperCase() === NAMES[0]))
    .find((entries) => entries.length > 0);
  const read = (name: string): string => {
    const [, value] = said?.find(([spelling]) => spelling === name) ?? said?.[0] ?? [];
    return addLoopback(value ?? '');
  };
  return { NO_PROXY: read('NO_PROXY'), no_proxy: read('no_proxy') };
}

function addLoopback(text: string): string {
  const given = text.split(/[\s,]+/).filter((entry) => entry !== '');
  // Everything is called directly; a list with more than this one in it would mean something else to some programs.
  if (given.includes('*')) return text;
  const known = new Set(given.map((entry) => entry.toLowerCase()));
  return [...given, ...LOOPBACK.filter((entry) => !known.has(entry))].join(',');
}
